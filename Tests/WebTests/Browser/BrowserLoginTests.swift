import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A browser login` {
    // C5.1, C5.2: from the application to the page and back.
    @Test func `leads through number and code back to the client`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let first = try await browser.authorize()
        #expect(first.status == 200)
        #expect(browser.address.hasPrefix("/u/login/identifier?state="))
        let second = try await browser.type("+81 90 1234 5678", into: first)
        #expect(browser.address.hasPrefix("/u/login/passwordless-sms-challenge?state="))
        let answer = try await browser.enter(try browser.server.sentCode(), into: second)
        #expect(answer.status == 303)
        #expect(answer.location?.hasPrefix(Browser.callback + "?") == true)
        #expect(Set(answer.answered.keys) == ["code", "state", "iss"])
        #expect(answer.answered["state"] == "state 1")
        #expect(answer.answered["iss"] == TestServer.issuer.url)
        #expect(answer.headers[text: "referrer-policy"] == "no-referrer")
    }

    // C5.4: nonce, sid and auth_time; a refresh token for offline_access.
    @Test func `gives the tokens that were asked for`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.tokens()
        #expect(answer.status == 200)
        let token = try #require(answer.idToken)
        #expect(token.isSigned(by: browser.server.configuration.current.keys))
        #expect(token.claims["nonce"] == "nonce-1")
        #expect(token.claims["aud"] == "app")
        #expect(token.claims["auth_time"] == .int(ManualClock.start.seconds))
        #expect(token.claims["sid"]?.string?.utf8.count == 24)
        #expect(!answer.refreshToken.isEmpty)
        #expect(try await browser.server.userInfo(answer.accessToken) == 200)
    }

    @Test func `gives no refresh token where none was asked for`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        #expect(try await browser.tokens(["scope": "openid"])["refresh_token"] == nil)
    }

    @Test func `ends its message with a line that binds the code to the page`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.type(into: try await browser.authorize())
        let body = try #require(browser.server.provider.messages.last?.body)
        #expect(body.hasSuffix("\n\n@login.example.com #\(try browser.server.sentCode())"))
    }

    // C5.8: single sign-on.
    @Test(arguments: [[:], ["prompt": "none"], ["max_age": "60"], ["client_id": "shop"]] as [[String: String]])
    func `is remembered, so that the next request is answered at once`(parameters: [String: String]) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        var parameters = parameters
        if parameters["client_id"] == "shop" { parameters["redirect_uri"] = "https://shop.example/callback" }
        let answer = try await browser.authorize(parameters)
        #expect(answer.status == 302)
        #expect(answer.answered["code"] != nil)
    }

    // C5.1: what asks again in spite of a session.
    @Test(
        arguments: [
            (["prompt": "login"], "/u/login/identifier"), (["max_age": "0"], "/u/login/identifier"),
            (["connection": "sms"], "/u/login/identifier"), (["prompt": "select_account"], "/u/login/select-account"),
            (["prompt": "consent"], "/u/consent"),
        ] as [([String: String], String)])
    func `is asked for again where the request says so`(parameters: [String: String], path: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        let answer = try await browser.authorize(parameters)
        #expect(answer.status == 200)
        #expect(browser.address.hasPrefix(path + "?"))
    }

    @Test func `older than max_age is asked for again`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        browser.server.clock.advance(by: .seconds(61))
        #expect(try await browser.authorize(["max_age": "60", "prompt": "none"]).answered["error"] == "login_required")
    }

    @Test func `goes on as the chosen account`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        let page = try await browser.authorize(["prompt": "select_account"])
        let answer = try await browser.post(
            "/u/login/select-account", ["state": page.pageState, "action": "continue"])
        #expect(answer.answered["code"] != nil)
    }

    // OpenID Connect Core section 3.1.2.6.
    @Test func `that nobody made is login_required in silence`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.authorize(["prompt": "none"])
        #expect(answer.answered["error"] == "login_required")
        #expect(answer.answered["error_description"] == "Login required")
        #expect(answer.answered["state"] == "state 1")
        #expect(browser.server.provider.messages.isEmpty)
    }

    @Test func `gives another session and cookie each time`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let first = try await browser.tokens()
        let second = try await browser.tokens(["prompt": "login"])
        #expect(first.idToken?.claims["sid"] != second.idToken?.claims["sid"])
    }

    @Test func `ends with its idle lifetime`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        browser.server.clock.advance(by: .seconds(72 * 3_600 + 1))
        #expect(try await browser.authorize(["prompt": "none"]).answered["error"] == "login_required")
    }

    // C5.1: consent for clients that are not the operator's.
    @Test func `asks for consent once for a client of somebody else`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let third = ["client_id": "third", "redirect_uri": "https://third.example/callback"]
        let page = try await browser.login(third)
        #expect(browser.address.hasPrefix("/u/consent?"))
        #expect(
            try await browser.authorize(third.merging(["prompt": "none"]) { $1 }).answered["error"]
                == "consent_required")
        let answer = try await browser.post("/u/consent", ["state": page.pageState, "action": "accept"])
        #expect(answer.answered["code"] != nil)
        #expect(try await browser.authorize(third).answered["code"] != nil)
    }

    @Test func `that is not allowed is told to the client`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await browser.login(["client_id": "third", "redirect_uri": "https://third.example/callback"])
        let answer = try await browser.post("/u/consent", ["state": page.pageState, "action": "deny"])
        #expect(answer.answered["error"] == "access_denied")
    }

    @Test func `does not rest on a consent to a deleted client of the same id`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let third = ["client_id": "third", "redirect_uri": "https://third.example/callback"]
        let page = try await browser.login(third)
        _ = try await browser.post("/u/consent", ["state": page.pageState, "action": "accept"])
        try await browser.server.remake(client: "third")
        _ = try await browser.authorize(third)
        #expect(browser.address.hasPrefix("/u/consent?"))
    }
}

extension TestServer {
    /// Deletes a client and makes one of the same id and properties a second later.
    func remake(client id: String) async throws {
        clock.advance(by: .seconds(1))
        let now = clock.now()
        try await change { tx throws(StoreError) in
            guard let old = try tx.client(id: id) else { throw .failed("there is no client \(id)") }
            try tx.deleteClient(id: id)
            try tx.insert(Client(id: id, properties: old.properties, secret: old.secret, createdAt: now))
            guard var sms = try tx.connection(named: "sms") else { throw .failed("there is no connection") }
            sms.enabledClients = sms.enabledClients.filter { $0 != id } + [id]
            try tx.update(sms)
        }
    }
}
