import HTTPTypes
import Identity
import TestSupport
import Testing

// C8 (sessions/{id}, users/{id}/sessions, users/{id}/revoke-access), C8.6.
@Suite struct `A session over the Management API` {
    private static let ofUser = "users/sms%7Cuser1/sessions"

    private func start(sessions: Int = 1, tokens: Int = 0) async throws -> TestServer {
        try await TestServer.withHolder(sessions: sessions, tokens: tokens)
    }

    @Test func `shows whose it is, how long it lives and where it was used`() async throws {
        let server = try await start()
        let answer = try await server.manage(.get, "sessions/session1")
        #expect(answer.status == 200)
        #expect(
            answer.json == [
                "id": "session1", "user_id": "sms|user1", "created_at": "2025-06-15T12:00:01.000Z",
                "updated_at": "2025-06-15T12:00:01.000Z", "authenticated_at": "2025-06-15T12:00:01.000Z",
                "idle_expires_at": "2025-06-18T12:00:00.000Z", "expires_at": "2025-06-22T12:00:00.000Z",
                "last_interacted_at": "2025-06-15T12:00:01.000Z",
                "device": [
                    "initial_ip": "192.0.2.1", "initial_user_agent": "Browser/1", "last_ip": "192.0.2.1",
                    "last_user_agent": "Browser/1",
                ],
                "clients": [["client_id": "client"]],
                "authentication": ["methods": [["name": "sms", "timestamp": "2025-06-15T12:00:01.000Z"]]],
            ])
    }

    @Test func `is not shown once it has ended`() async throws {
        let server = try await start()
        server.clock.advance(by: .seconds(259_200))
        let answer = try await server.manage(.get, "sessions/session1")
        #expect(answer.status == 404)
        #expect(answer.message == "The session does not exist")
        #expect(try await server.manage(.get, Self.ofUser).json == ["sessions": []])
    }

    @Test func `is listed with its user's others, page by page`() async throws {
        let server = try await start(sessions: 5)
        var seen: [String] = []
        var from: String?
        repeat {
            let page = try await server.manage(.get, "\(Self.ofUser)?take=2\(from.map { "&from=\($0)" } ?? "")")
            #expect(page.status == 200)
            seen += (page["sessions"]?.array ?? []).compactMap { $0.object?["id"]?.string }
            from = page["next"]?.string
        } while from != nil && seen.count < 10
        #expect(seen == ["session1", "session2", "session3", "session4", "session5"])
    }

    @Test(arguments: ["from=gone", "take=0", "take=101", "include_totals=perhaps"])
    func `is not listed for a query that says nothing`(query: String) async throws {
        let answer = try await start().manage(.get, "\(Self.ofUser)?\(query)")
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_query_string")
    }

    @Test(arguments: [HTTPRequest.Method.get, .delete])
    func `belongs to nobody who is not there`(method: HTTPRequest.Method) async throws {
        let answer = try await start().manage(method, "users/sms%7Cnobody/sessions")
        #expect(answer.status == 404)
        #expect(answer["errorCode"] == "inexistent_user")
    }

    @Test(arguments: ["sessions/session1", "sessions/unknown"])
    func `is deleted with 202, whether it was there or not`(path: String) async throws {
        let server = try await start(sessions: 2, tokens: 1)
        let answer = try await server.manage(.delete, path)
        #expect(answer.status == 202)
        #expect(answer.body.isEmpty)
        #expect(try await server.manage(.get, path).status == 404)
        #expect(try await server.held() == Held(sessions: path.hasSuffix("1") ? 1 : 2, tokens: 1, revoked: 0))
    }

    @Test func `goes with all of its user's, but leaves refresh tokens`() async throws {
        let server = try await start(sessions: 1_001, tokens: 2)
        #expect(try await server.manage(.delete, Self.ofUser).status == 202)
        #expect(try await server.held() == Held(sessions: 0, tokens: 2, revoked: 0))
    }

    @Test func `is revoked with its refresh tokens`() async throws {
        let server = try await start(sessions: 2, tokens: 3)
        try await server.give(.sample(9, sessionID: "session2"))
        #expect(try await server.manage(.post, "sessions/session1/revoke").status == 202)
        #expect(try await server.held() == Held(sessions: 1, tokens: 1, revoked: 3))
    }

    @Test func `cannot be revoked when it is not there`() async throws {
        let answer = try await start().manage(.post, "sessions/unknown/revoke")
        #expect(answer.status == 404)
        #expect(answer.message == "The session does not exist")
    }

    @Test(arguments: ["sessions/session1/revoke", "users/sms%7Cuser1/revoke-access"])
    func `is not revoked with its refresh tokens by half of the scopes`(path: String) async throws {
        let server = try await start(tokens: 1)
        for scope in ["delete:sessions", "delete:refresh_tokens"] {
            let answer = try await server.manage(.post, path, scopes: [scope])
            #expect(answer.status == 403)
            #expect(answer["errorCode"] == "insufficient_scope")
        }
        #expect(try await server.held() == Held(sessions: 1, tokens: 1, revoked: 0))
    }

    private static let wishes: [(body: JSON?, left: Held)] = [
        (nil, Held(sessions: 0, tokens: 0, revoked: 3)),
        (JSON.object([:]), Held(sessions: 0, tokens: 0, revoked: 3)),
        (JSON.object(["preserve_refresh_tokens": true]), Held(sessions: 0, tokens: 3, revoked: 0)),
        (JSON.object(["session_id": "session2"]), Held(sessions: 1, tokens: 3, revoked: 0)),
        (JSON.object(["session_id": "session1"]), Held(sessions: 1, tokens: 0, revoked: 3)),
        (
            JSON.object(["session_id": "session1", "preserve_refresh_tokens": true]),
            Held(sessions: 1, tokens: 3, revoked: 0)
        ),
        (JSON.object(["session_id": "of-another"]), Held(sessions: 2, tokens: 3, revoked: 0)),
    ]

    @Test(arguments: wishes)
    func `ends with its user's access, as far as is asked`(body: JSON?, left: Held) async throws {
        let server = try await start(sessions: 2, tokens: 3)
        #expect(try await server.manage(.post, "users/sms%7Cuser1/revoke-access", body).status == 202)
        #expect(try await server.held() == left)
    }

    @Test func `is not ended in another user's name`() async throws {
        let server = try await start()
        let answer = try await server.manage(
            .post, "users/sms%7Cuser2/revoke-access", ["session_id": "session1"])
        #expect(answer.status == 202)
        #expect(try await server.held() == Held(sessions: 1, tokens: 0, revoked: 0))
    }

    @Test(arguments: [["session_id": 1], ["preserve_refresh_tokens": "no"], ["surprise": 1], []] as [JSON])
    func `stays when the wish is not understood`(body: JSON) async throws {
        let server = try await start()
        let answer = try await server.manage(.post, "users/sms%7Cuser1/revoke-access", body)
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_body")
        #expect(try await server.held() == Held(sessions: 1, tokens: 0, revoked: 0))
    }

    @Test func `leaves a trace when it is ended`() async throws {
        let server = try await start(sessions: 600)
        _ = try await server.manage(.delete, "sessions/session1")
        _ = try await server.manage(.post, "sessions/session2/revoke")
        _ = try await server.manage(.delete, Self.ofUser)
        #expect(try await server.eventTypes().filter { $0 == .managementWrite }.count == 3)
    }
}
