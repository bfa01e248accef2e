import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A refresh token of a browser login` {
    private static let invalid = Refusal(403, "invalid_grant", "Unknown or invalid refresh token.")

    private func server(leeway: Int = 0, rotates: Bool = true) async throws -> TestServer {
        let server = try await TestServer.withBrowserLogin()
        try await server.change(
            client: "app",
            [
                "refresh_token": [
                    "rotation_type": rotates ? "rotating" : "non-rotating", "expiration_type": "expiring",
                    "leeway": .int(leeway), "token_lifetime": 3_600, "idle_token_lifetime": 600,
                ]
            ])
        return server
    }

    // C3.4: rotation.
    @Test func `is replaced at each exchange`() async throws {
        let server = try await server()
        let first = try await Browser(server).tokens().refreshToken
        let second = try await server.refresh(first)
        #expect(second.status == 200)
        #expect(!second.refreshToken.isEmpty)
        #expect(second.refreshToken != first)
        #expect(second.idToken != nil)
        #expect(try await server.refresh(second.refreshToken).status == 200)
    }

    @Test func `is kept where the client does not rotate`() async throws {
        let server = try await server(rotates: false)
        let token = try await Browser(server).tokens().refreshToken
        for _ in 0..<2 {
            let answer = try await server.refresh(token)
            #expect(answer.status == 200)
            #expect(answer["refresh_token"] == nil)
        }
    }

    @Test func `works once more within the leeway`() async throws {
        let server = try await server(leeway: 10)
        let first = try await Browser(server).tokens().refreshToken
        _ = try await server.refresh(first)
        server.clock.advance(by: .seconds(9))
        #expect(try await server.refresh(first).status == 200)
    }

    // C3.4: the second-to-last never works.
    @Test func `before the last two ends the family even within the leeway`() async throws {
        let server = try await server(leeway: 10)
        let first = try await Browser(server).tokens().refreshToken
        let second = try await server.refresh(first).refreshToken
        let third = try await server.refresh(second).refreshToken
        #expect(try await server.refresh(first).refusal == Self.invalid)
        #expect(try await server.refresh(third).refusal == Self.invalid)
    }

    // C3.4: narrowing, never widening.
    @Test func `gives fewer scopes on request, never more`() async throws {
        let server = try await server(rotates: false)
        let token = try await Browser(server).tokens(["scope": "openid phone offline_access"]).refreshToken
        let narrow = try await server.refresh(token, ["scope": "openid"])
        #expect(narrow.status == 200)
        #expect(narrow.idToken?.claims["phone_number"] == nil)
        let wide = try await server.refresh(token, ["scope": "openid profile"])
        #expect(wide["scope"] == "openid")
        #expect(try await server.refresh(token, ["scope": "profile"]).refusal.error == "invalid_scope")
    }

    @Test func `is refused to another client`() async throws {
        let server = try await server()
        let token = try await Browser(server).tokens().refreshToken
        let thief: JSONObject = ["client_id": "shop", "client_secret": .string(TestServer.secret)]
        #expect(try await server.refresh(token, thief).refusal == Self.invalid)
        #expect(try await server.refresh(token).status == 200)
    }

    @Test func `is refused when it was not used for too long`() async throws {
        let server = try await server()
        let token = try await Browser(server).tokens().refreshToken
        server.clock.advance(by: .seconds(601))
        #expect(try await server.refresh(token).refusal == Self.invalid)
    }

    @Test func `is refused after its lifetime, however much it is used`() async throws {
        let server = try await server(rotates: false)
        let token = try await Browser(server).tokens().refreshToken
        for _ in 0..<7 {
            server.clock.advance(by: .seconds(500))
            #expect(try await server.refresh(token).status == 200)
        }
        server.clock.advance(by: .seconds(100))
        #expect(try await server.refresh(token).refusal == Self.invalid)
    }

    @Test func `of a deleted user is refused in words that SDKs know`() async throws {
        let server = try await server()
        let token = try await Browser(server).tokens().refreshToken
        let user = try #require(try await server.user())
        try await server.store.write { tx throws(StoreError) in _ = try tx.deleteUser(id: user.id) }
        #expect(
            try await server.refresh(token).refusal
                == Refusal(
                    403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore."))
    }

    @Test func `of a blocked user is refused`() async throws {
        let server = try await server()
        let token = try await Browser(server).tokens().refreshToken
        try await server.changeUser { $0.isBlocked = true }
        #expect(try await server.refresh(token).status != 200)
    }

    // C5.7: revocation ends the login's tokens too.
    @Test func `that was revoked is refused, and so is its access token`() async throws {
        let server = try await server()
        let answer = try await Browser(server).tokens()
        let revoked = try await server.send(
            .post, "/oauth/revoke", json: ["client_id": "app", "token": .string(answer.refreshToken)])
        #expect(revoked.status == 200)
        #expect(try await server.refresh(answer.refreshToken).refusal == Self.invalid)
        #expect(try await server.userInfo(answer.accessToken) == 401)
    }

    @Test func `older than its client is refused`() async throws {
        let server = try await server()
        let token = try await Browser(server).tokens().refreshToken
        try await server.remake(client: "app")
        #expect(try await server.refresh(token).refusal == Self.invalid)
    }

    @Test(arguments: ["", "nonsense", "v1.AAAA"])
    func `that this server never made is refused`(text: String) async throws {
        let server = try await server()
        #expect([400, 403].contains(try await server.refresh(text).status))
    }
}
