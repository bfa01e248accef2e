import HTTPTypes
import Identity
import TestSupport
import Testing

// C4.1.
@Suite struct `A redirect to verify` {
    /// `GET /passwordless/verify_redirect` as auth0.js navigates to it.
    private func follow(_ browser: Browser, _ code: String, _ parameters: [String: String] = [:]) async throws
        -> TestAnswer
    {
        let all = Browser.request.merging([
            "connection": "sms", "phone_number": TestServer.phone, "verification_code": code, "protocol": "oauth2",
            "_csrf": "", "_intstate": "deprecated", "auth0Client": "eyJ9",
        ]) { $1 }.merging(parameters) { $1 }.filter { !$0.value.isEmpty }
        return try await browser.open("/passwordless/verify_redirect?" + Browser.form(all))
    }

    @Test func `brings the client its code, and the browser no session`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await follow(browser, try await browser.server.code())
        #expect(answer.status == 302)
        #expect(answer.headers[.setCookie] == nil)
        #expect(answer.answered["state"] == "state 1")
        #expect(try await browser.server.redeem(answer.answered["code"] ?? "").status == 200)
        #expect(try await browser.authorize(["prompt": "none"]).answered["error"] == "login_required")
    }

    @Test func `brings tokens to a client that asks for them`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.server.code()
        let implicit = ["response_type": "token id_token", "code_challenge": "", "code_challenge_method": ""]
        let answer = try await follow(browser, code, implicit)
        #expect(answer.location?.hasPrefix(Browser.callback + "#access_token=") == true)
        #expect(JWS.Parsed(answer.answered["id_token"] ?? "")?.claims["nonce"] == "nonce-1")
        #expect(try await browser.server.userInfo(answer.answered["access_token"]) == 200)
    }

    @Test func `works once`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.server.code()
        _ = try await follow(browser, code)
        #expect(try await follow(browser, code).answered["error"] == "invalid_user_password")
    }

    @Test(
        arguments: [
            (["verification_code": "wrong"], "invalid_user_password"),
            (["verification_code": ""], "invalid_user_password"),
            (["phone_number": "12"], "invalid_user_password"), (["phone_number": ""], "invalid_user_password"),
            (["connection": "nowhere"], "invalid_request"),
            (["response_type": "nonsense"], "unsupported_response_type"),
            (["audience": "https://nowhere.example/"], "access_denied"), (["code_challenge": ""], "invalid_request"),
        ] as [([String: String], String)])
    func `tells the client what is wrong, and the code stays good`(parameters: [String: String], error: String)
        async throws
    {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.server.code()
        let answer = try await follow(browser, code, parameters)
        #expect(answer.location?.hasPrefix(Browser.callback + "?error=\(error)&") == true)
        #expect(answer.answered["iss"] == TestServer.issuer.url)
        #expect(try await browser.server.exchange(code).status == 200)
    }

    @Test(
        arguments: [
            ["client_id": "nobody"], ["client_id": ""], ["redirect_uri": "https://evil.example/"], ["redirect_uri": ""],
        ] as [[String: String]])
    func `goes nowhere that is not the client's`(parameters: [String: String]) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await follow(browser, try await browser.server.code(), parameters)
        #expect([400, 403].contains(answer.status))
        #expect(answer.location == nil)
    }

    @Test func `of a blocked user is refused`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.server.exchange(try await browser.server.code())
        let code = try await browser.server.code()
        try await browser.server.changeUser { $0.isBlocked = true }
        let answer = try await follow(browser, code)
        #expect(answer.answered["error"] == "unauthorized")
        #expect(answer.answered["error_description"] == "user is blocked")
    }
}
