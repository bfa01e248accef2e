import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `The log over the Management API` {
    /// Five events, a second apart: two logins, two failures and a sign-up, of two users through two clients.
    private func server() async throws -> TestServer {
        let server = try await TestServer.start()
        let kinds: [Event.Kind] = [.login, .failedLogin, .login, .signup, .failedLogin]
        for (index, kind) in kinds.enumerated() {
            var event = Event.sample(
                index, kind, at: server.clock.now(), userID: index < 3 ? "sms|a" : "sms|b",
                clientID: index.isMultiple(of: 2) ? "shop" : "desk")
            event.description = "event \(index)"
            let ready = event
            try await server.store.write { tx throws(StoreError) in try tx.append(ready) }
            server.clock.advance(by: .seconds(1))
        }
        return server
    }

    private func numbers(_ items: JSON?) -> [Int]? {
        items?.array?.compactMap { $0.object?["description"]?.string?.last?.wholeNumberValue }
    }

    @Test(
        arguments: [
            ("", [4, 3, 2, 1, 0]), ("sort=date:1", [0, 1, 2, 3, 4]), ("sort=date:-1&per_page=2", [4, 3]),
            ("per_page=2&page=1", [2, 1]), ("q=type:s", [2, 0]), ("search=type:s", [2, 0]),
            ("q=type:%22ss%22", [3]), ("q=type:s%20OR%20type:ss", [3, 2, 0]), ("q=type:(s%20OR%20f)", [4, 2, 1, 0]),
            ("q=user_id:%22sms%7Cb%22", [4, 3]), ("q=client_id:desk", [3, 1]),
            ("q=type:f%20AND%20user_id:%22sms%7Ca%22", [1]),
            ("q=(type:f%20OR%20type:s)%20AND%20client_id:desk", [1]), ("q=type:unheard_of", []),
        ] as [(String, [Int])])
    func `shows what is asked for, newest first`(query: String, expected: [Int]) async throws {
        #expect(try await numbers(server().manage(.get, "logs?\(query)").json) == expected)
    }

    @Test(arguments: [
        "q=hello", "q=date:%5B2024%20TO%202025%5D", "q=type:s*", "q=type:s%20OR%20user_id:a",
        "q=type:s%20AND%20type:f%20OR%20type:ss", "q=description:x", "q=user_id:(a%20OR%20b)",
    ])
    func `says what it understands where it does not`(query: String) async throws {
        let answer = try await server().manage(.get, "logs?\(query)")
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_query_string")
        #expect(answer.message?.contains("client_id") == true)
    }

    @Test func `comes with totals where they are asked for`() async throws {
        let answer = try await server().manage(.get, "logs?include_totals=true&per_page=2&q=type:s%20OR%20type:f")
        #expect(answer["total"] == 4)
        #expect(answer["length"] == 2)
        #expect(answer["limit"] == 2)
        #expect(numbers(answer["logs"]) == [4, 2])
    }

    @Test func `is walked from an event on, oldest first, along the Link header`() async throws {
        let server = try await server()
        let newestFirst = try await server.manage(.get, "logs").json.array ?? []
        let oldest = try #require(newestFirst.last?.object?["log_id"]?.string)
        let first = try await server.manage(.get, "logs?from=\(oldest)&take=2")
        #expect(numbers(first.json) == [1, 2])
        let second = try await server.manage(.get, try nextPath(first))
        #expect(numbers(second.json) == [3, 4])
        let third = try await server.manage(.get, try nextPath(second))
        #expect(third.json == [])
        #expect(try nextPath(third) == nextPath(second))
    }

    /// The path below `/api/v2/` that an answer's Link header names.
    private func nextPath(_ answer: TestAnswer) throws -> String {
        let link = try #require(HTTPField.Name("link").flatMap { answer.headers[$0] })
        let match = try #require(link.wholeMatch(of: #/<https://login.example.com/api/v2/(.*)>; rel="next"/#))
        return String(match.1)
    }

    @Test(arguments: ["from=abc", "from=1&take=0", "from=1&take=101"])
    func `refuses a checkpoint out of bounds`(query: String) async throws {
        #expect(try await server().manage(.get, "logs?\(query)").status == 400)
    }

    @Test func `shows one event by its id`() async throws {
        let server = try await server()
        let item = try #require(try await server.manage(.get, "logs").json.array?.first)
        let id = try #require(item.object?["log_id"]?.string)
        #expect(try await server.manage(.get, "logs/\(id)").json == item)
    }

    @Test func `does not know other ids`() async throws {
        let answer = try await server().manage(.get, "logs/1")
        #expect(answer.status == 404)
        #expect(answer.message == "Log not found")
    }

    @Test func `shows one user's events`() async throws {
        let server = try await server()
        #expect(try await numbers(server.manage(.get, "users/sms%7Ca/logs").json) == [2, 1, 0])
        #expect(try await server.manage(.get, "users/nobody/logs").json == [])
    }

    @Test func `shows only the fields that are wanted`() async throws {
        let answer = try await server().manage(.get, "logs?fields=type,date&per_page=1")
        #expect(answer.json.array?.first?.object?.keys == ["date", "type"])
    }

    @Test func `tells who called the Management API and what they wrote`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(
            .post, "clients", ["name": "Shop"], scopes: ["create:clients"], headers: [.userAgent: "terraform (Mobile)"])
        let item = try #require(try await server.manage(.get, "logs").json.array?.first?.object)
        #expect(item["type"] == "sapi")
        #expect(item["description"] == "Create a client")
        #expect(item["client_id"] == "admin")
        #expect(item["client_name"] == "Watchword Administration")
        #expect(item["ip"] == "127.0.0.1")
        #expect(item["user_agent"] == "terraform (Mobile)")
        #expect(item["isMobile"] == true)
        #expect(item["hostname"] == "login.example.com")
        #expect(item["_id"] == item["log_id"])
        #expect(
            item["details"] == [
                "request": [
                    "method": "post", "path": "/api/v2/clients",
                    "auth": ["strategy": "jwt", "credentials": ["scopes": ["create:clients"]]],
                ]
            ])
    }
}
