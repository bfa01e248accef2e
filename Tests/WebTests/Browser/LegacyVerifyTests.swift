import HTTPTypes
import Identity
import TestSupport
import Testing

// C4.1.
@Suite struct `A code that auth0.js verifies` {
    private static let wrong = Refusal(
        401, "invalid_user_password", "Wrong phone number or verification code.")

    /// `POST /passwordless/verify` as auth0.js sends it, unless the members say otherwise; null takes one out.
    private func verify(_ server: TestServer, _ code: String, _ members: JSONObject = [:]) async throws -> TestAnswer {
        let body = members.filled(from: [
            "client_id": "app", "connection": "sms", "phone_number": .string(TestServer.phone),
            "verification_code": .string(code),
        ])
        return try await server.send(.post, "/passwordless/verify", json: .object(body))
    }

    @Test func `is right, and stays good for what follows`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let code = try await server.code()
        for _ in 0..<2 {
            let answer = try await verify(server, code)
            #expect(answer.status == 200)
            #expect(answer.headers[.cacheControl] == "no-store")
        }
        #expect(try await server.exchange(code).status == 200)
    }

    @Test func `may come in the members that the reference names`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let body: JSON = [
            "grant_type": "password", "client_id": "app", "connection": "sms", "username": .string(TestServer.phone),
            "password": .string(try await server.code()), "scope": "openid",
        ]
        #expect(try await server.send(.post, "/passwordless/verify", json: body).status == 200)
    }

    @Test func `makes nobody a user`() async throws {
        let server = try await TestServer.withBrowserLogin()
        _ = try await verify(server, try await server.code())
        #expect(try await server.user() == nil)
    }

    private static let refusals: [(JSONObject, Refusal)] = [
        (["client_id": .null], Refusal(400, "invalid_request", "missing client_id parameter")),
        (["connection": .null], Refusal(400, "invalid_request", "missing connection parameter")),
        (["phone_number": .null], Refusal(400, "invalid_request", "missing username parameter")),
        (["verification_code": .null], Refusal(400, "invalid_request", "missing password parameter")),
        (["scope": 1], Refusal(400, "invalid_request", "scope parameter must be a string")),
        (["connection": "nowhere"], Refusal(400, "invalid_request", "the connection was not found")),
        (["client_id": "outsider"], Refusal(400, "invalid_request", "the connection was disabled")),
        (["client_id": "nobody"], Refusal(403, "unauthorized_client", "invalid client")),
        (["phone_number": "12"], wrong), (["phone_number": "+819000000000"], wrong),
    ]

    @Test(arguments: refusals)
    func `is not looked at in a wrong request`(members: JSONObject, refusal: Refusal) async throws {
        let server = try await TestServer.withBrowserLogin()
        let code = try await server.code()
        #expect(try await verify(server, code, members).refusal == refusal)
        #expect(try await server.exchange(code).status == 200)
    }

    @Test func `is locked by wrong tries here as anywhere`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let code = try await server.code()
        for _ in 0..<3 { #expect(try await verify(server, try server.wrongCode()).refusal == Self.wrong) }
        #expect(try await verify(server, code).refusal == Self.wrong)
        #expect(try await server.exchange(code).status == 403)
    }

    @Test func `waits after ten wrong tries`() async throws {
        let server = try await TestServer.withBrowserLogin()
        for _ in 0..<4 {
            _ = try await server.code()
            for _ in 0..<3 { _ = try await verify(server, try server.wrongCode()) }
        }
        let answer = try await verify(server, try await server.code())
        #expect(answer.status == 429)
        #expect(answer["error"] == "too_many_attempts")
        #expect(answer.headers[text: "retry-after"] != nil)
    }

    @Test func `is no matter for a page of another origin`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let body: JSON = [
            "client_id": "app", "connection": "sms", "phone_number": .string(TestServer.phone),
            "verification_code": .string(try await server.code()),
        ]
        let path = "/passwordless/verify"
        let own = try await server.send(.post, path, json: body, headers: .one("origin", "https://app.example:8443"))
        #expect(own.headers[.accessControlAllowOrigin] == "https://app.example:8443")
        let other = try await server.send(.post, path, json: body, headers: .one("origin", "https://evil.example"))
        #expect(other.status == 403)
        #expect(other.text == "Origin https://evil.example is not allowed.")
    }
}

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
