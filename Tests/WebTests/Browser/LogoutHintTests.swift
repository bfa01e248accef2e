import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A logout that names its session` {
    private static let bye = "https://app.example:8443/bye"

    private func logout(_ browser: Browser, _ fields: [String: String]) async throws -> TestAnswer {
        try await browser.open("/oidc/logout?" + Browser.form(fields))
    }

    private func isLoggedIn(_ browser: Browser) async throws -> Bool {
        try await browser.authorize(["prompt": "none"]).answered["code"] != nil
    }

    // C5.6: logout_hint is a session's id.
    @Test func `by a hint needs no question`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let sid = try #require(try await browser.tokens().idToken?.claims["sid"]?.string)
        let answer = try await logout(
            browser, ["logout_hint": sid, "client_id": "app", "post_logout_redirect_uri": Self.bye])
        #expect(answer.status == 302)
        #expect(answer.location == Self.bye)
        #expect(try await isLoggedIn(browser) == false)
    }

    @Test func `by another session's hint is asked about`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        let page = try await logout(browser, ["logout_hint": "aaaaaaaaaaaaaaaaaaaaaaaa", "client_id": "app"])
        #expect(page.status == 200)
        #expect(browser.address.hasPrefix("/u/logout?"))
        #expect(try await isLoggedIn(browser))
    }

    @Test func `by two hints that differ is refused`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let token = try #require(try await browser.tokens()["id_token"]?.string)
        let answer = try await logout(browser, ["logout_hint": "another", "id_token_hint": token])
        #expect(answer.status == 400)
        #expect(try await isLoggedIn(browser))
    }

    // RP-Initiated Logout section 2: an ID token is a hint also when it has expired.
    @Test func `by an expired ID token is done`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let token = try #require(try await browser.tokens()["id_token"]?.string)
        browser.server.clock.advance(by: .seconds(40_000))
        _ = try await logout(browser, ["id_token_hint": token])
        #expect(try await isLoggedIn(browser) == false)
    }

    @Test func `of an ID token for another client than the one it names is refused`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let token = try #require(try await browser.tokens()["id_token"]?.string)
        #expect(try await logout(browser, ["id_token_hint": token, "client_id": "shop"]).status == 400)
        #expect(try await logout(browser, ["id_token_hint": token + "x"]).status == 400)
        #expect(try await isLoggedIn(browser))
    }

    @Test func `asks nobody where the tenant does not want it`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        try await browser.server.change(settings: ["sessions": ["oidc_logout_prompt_enabled": false]])
        _ = try await browser.login()
        _ = try await logout(browser, ["client_id": "app"])
        #expect(try await isLoggedIn(browser) == false)
    }
}

// C5.6.
@Suite struct `A logout that names no address` {
    @Test(arguments: [
        ("?client_id=app", "https://app.example:8443/bye"), ("", nil), ("?client_id=third", nil), ("?client_id=", nil),
    ])
    func `leads to the client's first one, else to a page`(query: String, address: String?) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        let answer = try await browser.open("/v2/logout" + query)
        #expect(answer.status == (address == nil ? 200 : 302))
        #expect(answer.location == address)
        #expect(try await browser.authorize(["prompt": "none"]).answered["error"] == "login_required")
    }

    @Test func `leads to the tenant's first one where no client is named either`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let allowed: JSON = ["https://*.shop.example/bye", "https://shop.example/bye"]
        try await browser.server.change(settings: ["allowed_logout_urls": allowed])
        #expect(try await browser.open("/v2/logout").location == "https://shop.example/bye")
    }

    @Test func `of a client that does not exist is refused`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        #expect(try await browser.open("/v2/logout?client_id=nobody").status == 400)
        #expect(try await browser.authorize(["prompt": "none"]).answered["code"] != nil)
    }
}

@Suite struct `An address to return to` {
    // It is a header's value before anything else.
    @Test(
        arguments: [
            "https://app.example:8443/bye#<script>", "https://app.example:8443/bye#\"x",
            "https://app.example:8443/bye#\r\nx: y",
            "https://app.example:8443/bye#\u{1}", "https://app.example:8443/bye#é", "https://app.example:8443/bye#a#b",
            "https://app.example:8443/bye?<script>",
        ])
    func `holds nothing that a URI has not`(address: String) async throws {
        let server = try await TestServer.withBrowserLogin()
        let query = Browser.form(["client_id": "app", "returnTo": address])
        let answer = try await server.send(.get, "/v2/logout?" + query)
        #expect(answer.status == 400)
        #expect(answer.location == nil)
    }

    @Test func `keeps its query and fragment`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let address = "https://app.example:8443/bye?a=1&b=%20#top/x?y=1"
        let query = Browser.form(["client_id": "app", "returnTo": address])
        #expect(try await server.send(.get, "/v2/logout?" + query).location == address)
    }

    // C5.1: as long as a state may be.
    @Test(arguments: [(2_048, 302), (2_049, 400), (10_000, 400)])
    func `takes a state of up to 2,048 characters along`(length: Int, status: Int) async throws {
        let server = try await TestServer.withBrowserLogin()
        let query = Browser.form([
            "client_id": "app", "post_logout_redirect_uri": "https://app.example:8443/bye",
            "state": String(repeating: "é", count: length),
        ])
        #expect(try await server.send(.get, "/oidc/logout?" + query).status == status)
    }
}
