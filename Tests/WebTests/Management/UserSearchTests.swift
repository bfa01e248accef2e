import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A search for users` {
    /// Three users; the third is in a connection of its own.
    private func server() async throws -> TestServer {
        let server = try await TestServer.start()
        _ = try await server.manage(.post, "connections", ["name": "sms-2", "strategy": "sms"])
        for number in 1...3 {
            _ = try await server.manage(
                .post, "users",
                [
                    "connection": number == 3 ? "sms-2" : "sms",
                    "phone_number": .string(PhoneNumber.sample(number).e164), "user_id": .string("user\(number)"),
                ])
            server.clock.advance(by: .seconds(1))
        }
        return server
    }

    private func find(_ query: String, on server: TestServer) async throws -> [String]? {
        let escaped = query.map { $0.isLetter || $0.isNumber || $0 == "=" || $0 == "&" ? String($0) : $0.percent }
        let answer = try await server.manage(.get, "users?\(escaped.joined())")
        return answer.json.array?.compactMap { $0.object?["user_id"]?.string }
    }

    @Test(
        arguments: [
            (#"q=user_id:"sms|user2""#, [2]), (#"q=phone_number:"+819000000001""#, [1]),
            (#"q=phone_number:\+819000000001"#, [1]), ("q=phone_number:+819000000001", [1]),
            (#"q=identities.connection:"sms-2""#, [3]), (#"q=identities.user_id:"user2""#, [2]),
            (#"q=identities.provider:"sms""#, [1, 2, 3]), (#"q=identities.provider:"auth0""#, []),
            (#"q=phone_number:"nonsense""#, []), ("q=*", [1, 2, 3]), ("connection=sms", [1, 2]),
            (#"q=identities.connection:"sms" AND phone_number:"+819000000002""#, [2]),
            (#"q=(identities.connection:"sms") AND phone_number:"+819000000003""#, []),
            (#"q=user_id:"sms|user2"&search_engine=v3"#, [2]),
        ] as [(String, [Int])])
    func `finds those who fit`(query: String, numbers: [Int]) async throws {
        #expect(try await find(query, on: server()) == numbers.map { "sms|user\($0)" })
    }

    @Test(arguments: [
        "q=name:jane*", "q=email:\"a@example.com\"", "q=user_id", "q=user_id:", #"q=user_id:"open"#,
        "q=NOT user_id:a", "q=user_id:a OR phone_number:b", "q=(user_id:a", "q=user_id:a user_id:b",
        "q=user_id:(a OR b)", "q=logins_count:[1 TO 5]", "q=_exists_:name", "q=AND", "q=-user_id:a",
    ])
    func `says what it understands where it does not`(query: String) async throws {
        let escaped = query.dropFirst(2).map(\.percent).joined()
        let answer = try await server().manage(.get, "users?q=\(escaped)")
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_query_string")
        #expect(answer.message?.contains("phone_number") == true)
    }

    @Test(arguments: [
        ("v1", "You are not allowed to use search_engine=v1"),
        ("v2", "You are not allowed to use search_engine=v2. Use search_engine=v3 instead"),
    ])
    func `is not made by an engine of the past`(engine: String, message: String) async throws {
        let answer = try await server().manage(.get, "users?search_engine=\(engine)")
        #expect(answer.status == 400)
        #expect(answer.message == message)
    }

    @Test(
        arguments: [
            ("sort=created_at:-1", [3, 2, 1]), ("sort=created_at:1", [1, 2, 3]), ("sort=phone_number:-1", [3, 2, 1]),
            ("sort=user_id:1", [1, 2, 3]),
        ] as [(String, [Int])])
    func `is sorted as asked`(query: String, numbers: [Int]) async throws {
        #expect(try await find(query, on: server()) == numbers.map { "sms|user\($0)" })
    }

    @Test(arguments: ["sort=name:1", "sort=created_at", "sort=created_at:2", "sort=created_at:1:1"])
    func `says how it can be sorted`(query: String) async throws {
        let answer = try await server().manage(.get, "users?\(query)")
        #expect(answer.status == 400)
        #expect(answer.message?.contains("created_at") == true)
    }

    @Test func `reaches a thousand users and no more`() async throws {
        let server = try await server()
        #expect(try await server.manage(.get, "users?per_page=100&page=9").status == 200)
        let answer = try await server.manage(.get, "users?per_page=100&page=10")
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix("You can only page through the first 1000 records.") == true)
    }

    @Test func `counts everyone who fits, not only the page`() async throws {
        let answer = try await server().manage(.get, "users?per_page=1&include_totals=true&connection=sms")
        #expect(answer["total"] == 2)
        #expect(answer["length"] == 1)
    }
}

extension Character {
    /// The character percent-encoded.
    fileprivate var percent: String { utf8.map { "%" + CollectionOfOne($0).hex }.joined() }
}
