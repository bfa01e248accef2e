import HTTPTypes
import Identity
import TestSupport
import Testing

// C8 (refresh-tokens, users/{id}/refresh-tokens), C8.6.
@Suite struct `A refresh token over the Management API` {
    private static let ofUser = "users/sms%7Cuser1/refresh-tokens"

    private func start(tokens: Int = 1) async throws -> TestServer {
        try await TestServer.withHolder(sessions: 1, tokens: tokens)
    }

    @Test func `shows what it opens and where it was used, but not its text`() async throws {
        let server = try await start()
        let answer = try await server.manage(.get, "refresh-tokens/token1")
        #expect(answer.status == 200)
        #expect(
            answer.json == [
                "id": "token1", "user_id": "sms|user1", "client_id": "client",
                "created_at": "2025-06-15T12:00:01.000Z", "idle_expires_at": "2025-06-30T12:00:00.000Z",
                "expires_at": "2025-07-15T12:00:00.000Z", "last_exchanged_at": nil, "session_id": "session1",
                "device": [
                    "initial_ip": "192.0.2.1", "initial_user_agent": "Browser/1", "last_ip": "192.0.2.1",
                    "last_user_agent": "Browser/1",
                ],
                "rotating": false,
                "resource_servers": [["audience": "https://api.example/", "scopes": "openid offline_access"]],
            ])
    }

    @Test func `says null where it never ends and has no session`() async throws {
        let server = try await start()
        try await server.give(.sample(9, sessionID: nil, audience: nil, expiresAt: nil, idleExpiresAt: nil))
        let answer = try await server.manage(.get, "refresh-tokens/token9")
        for name in ["session_id", "expires_at", "idle_expires_at"] { #expect(answer[name] == .null) }
        #expect(answer["resource_servers"] == [])
    }

    @Test(arguments: ["unknown", "token1"])
    func `is not shown when it is not there, or no more`(id: String) async throws {
        let server = try await start()
        server.clock.advance(by: .seconds(1_296_000))
        let answer = try await server.manage(.get, "refresh-tokens/\(id)")
        #expect(answer.status == 404)
        #expect(answer.message == "The refresh token does not exist")
    }

    @Test(arguments: [("refresh-tokens?user_id=sms%7Cuser1&", "refresh_tokens"), (ofUser + "?", "tokens")])
    func `is listed with its user's others, page by page`(path: String, name: String) async throws {
        let server = try await start(tokens: 5)
        var seen: [String] = []
        var from: String?
        repeat {
            let page = try await server.manage(.get, "\(path)take=2\(from.map { "&from=\($0)" } ?? "")")
            #expect(page.status == 200)
            seen += (page[name]?.array ?? []).compactMap { $0.object?["id"]?.string }
            from = page["next"]?.string
        } while from != nil && seen.count < 10
        #expect(seen == ["token1", "token2", "token3", "token4", "token5"])
    }

    @Test func `fills a page past those that have ended`() async throws {
        let server = try await start(tokens: 0)
        for number in 1...5 {
            try await server.give(
                .sample(
                    number, createdAt: ManualClock.start + .seconds(number),
                    expiresAt: ManualClock.start + .seconds(number == 5 ? 100 : 10)))
        }
        server.clock.advance(by: .seconds(50))
        let page = try await server.manage(.get, "\(Self.ofUser)?take=1")
        #expect(page["tokens"]?.array?.compactMap { $0.object?["id"]?.string } == ["token5"])
        #expect(page["next"] == nil)
    }

    @Test func `is found by its client, and shows the members that are asked for`() async throws {
        let server = try await start()
        try await server.give(.sample(9, clientID: "admin"))
        let answer = try await server.manage(.get, "refresh-tokens?user_id=sms%7Cuser1&client_id=admin&fields=id")
        #expect(answer.json == ["refresh_tokens": [["id": "token9"]]])
    }

    @Test(
        arguments: [
            ("", 400, "invalid_query_string"), ("?client_id=admin", 400, "invalid_query_string"),
            ("?user_id=sms%7Cuser1&from=gone", 400, "invalid_query_string"),
            ("?user_id=sms%7Cuser1&take=101", 400, "invalid_query_string"),
            ("?user_id=sms%7Cnobody", 404, "inexistent_user"),
            ("?user_id=sms%7Cuser1&client_id=gone", 404, "inexistent_client"),
        ])
    func `is not listed for a query without sense`(query: String, status: Int, code: String) async throws {
        let answer = try await start().manage(.get, "refresh-tokens\(query)")
        #expect(answer.status == status)
        #expect(answer["errorCode"]?.string == code)
    }

    @Test func `is deleted with 202, and again, and its access tokens end`() async throws {
        let server = try await start(tokens: 2)
        for _ in 1...2 { #expect(try await server.manage(.delete, "refresh-tokens/token1").status == 202) }
        #expect(try await server.held() == Held(sessions: 1, tokens: 1, revoked: 1))
    }

    @Test func `goes with all of its user's, but leaves sessions`() async throws {
        let server = try await start(tokens: 1_001)
        #expect(try await server.manage(.delete, Self.ofUser).status == 202)
        #expect(try await server.held() == Held(sessions: 1, tokens: 0, revoked: 1_001))
    }

    @Test(arguments: [HTTPRequest.Method.get, .delete])
    func `belongs to nobody who is not there`(method: HTTPRequest.Method) async throws {
        let answer = try await start().manage(method, "users/sms%7Cnobody/refresh-tokens")
        #expect(answer.status == 404)
        #expect(answer["errorCode"] == "inexistent_user")
    }
}
