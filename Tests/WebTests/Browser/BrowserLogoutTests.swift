import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A browser logout` {
    // C5.6: query and fragment do not count, one label of a host may be free.
    @Test(
        arguments: [
            ("app", "https://app.example:8443/bye", true), ("app", "https://app.example:8443/bye?why=1", true),
            ("app", "https://app.example:8443/Bye", false), ("app", "https://app.example:8443/bye/", false),
            ("shop", "https://de.shop.example/bye", true), ("shop", "https://a.b.shop.example/bye", false),
            ("shop", "https://evil.example/.shop.example/bye", false),
        ])
    func `returns to registered addresses alone`(client: String, address: String, isAllowed: Bool) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        let answer = try await browser.open("/v2/logout?" + Browser.form(["client_id": client, "returnTo": address]))
        #expect(answer.status == (isAllowed ? 302 : 400))
        #expect(answer.location == (isAllowed ? address : nil))
        let next = try await browser.authorize(["prompt": "none"])
        #expect(next.answered["error"] == (isAllowed ? "login_required" : nil))
    }

    // RP-Initiated Logout section 2: the hint is proof enough; `state` comes back.
    @Test func `with the session's ID token needs no question`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let token = try #require(try await browser.tokens()["id_token"]?.string)
        let answer = try await browser.open(
            "/oidc/logout?"
                + Browser.form([
                    "id_token_hint": token, "post_logout_redirect_uri": "https://app.example:8443/bye", "state": "s",
                ]))
        #expect(answer.location == "https://app.example:8443/bye?state=s")
        #expect(try await browser.authorize(["prompt": "none"]).answered["error"] == "login_required")
    }

    @Test func `without a hint asks first`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        let page = try await browser.open("/oidc/logout?client_id=app")
        #expect(browser.address.hasPrefix("/u/logout?"))
        #expect(try await browser.authorize(["prompt": "none"]).answered["code"] != nil)
        _ = try await browser.post("/u/logout", ["state": page.pageState, "action": "logout"])
        #expect(try await browser.authorize(["prompt": "none"]).answered["error"] == "login_required")
    }

    @Test(arguments: ["https://app.example:8443/bye?x=2", "https://app.example:8443/", "https://evil.example/bye"])
    func `by OpenID Connect leads to exact addresses alone`(address: String) async throws {
        let server = try await TestServer.withBrowserLogin()
        let query = Browser.form(["client_id": "app", "post_logout_redirect_uri": address])
        let answer = try await server.send(.get, "/oidc/logout?" + query)
        #expect(answer.status == 400)
        #expect(answer.location == nil)
    }
}

@Suite struct `An answer of the authorization endpoint` {
    // OpenID Connect Core section 3.3.2.11.
    @Test func `in the hybrid flow names code and token by their hashes`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.login(["response_type": "code token id_token"])
        #expect(answer.location?.hasPrefix(Browser.callback + "#") == true)
        let claims = try #require(JWS.Parsed(answer.answered["id_token"] ?? "")).claims
        #expect(claims["at_hash"]?.string != nil)
        #expect(claims["c_hash"]?.string != nil)
        #expect(claims["nonce"] == "nonce-1")
        #expect(try await browser.server.userInfo(answer.answered["access_token"]) == 200)
        #expect(answer.answered["refresh_token"] == nil)
    }

    @Test func `can be a form`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.login(["response_mode": "form_post"])
        #expect(answer.status == 200)
        #expect(answer.text.contains("action=\"\(Browser.callback)\""))
        #expect(try await browser.server.redeem(answer.hidden["code"] ?? "").status == 200)
    }

    @Test func `is a message to registered origins alone`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        let silent = ["response_mode": "web_message", "prompt": "none"]
        let answer = try await browser.authorize(silent)
        #expect(answer.text.contains("https://app.example:8443"))
        try await browser.server.change(client: "app", ["web_origins": []])
        #expect(try await browser.authorize(silent).status == 400)
    }

    @Test func `never puts tokens into a query`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.authorize(["response_type": "token", "response_mode": "query"])
        #expect(answer.location?.hasPrefix(Browser.callback + "#error=invalid_request") == true)
    }
}
