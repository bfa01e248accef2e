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
