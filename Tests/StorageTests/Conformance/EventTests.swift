import Identity
import Storage
import TestSupport
import Testing

@Suite struct `Events in a store` {
    @Test(arguments: TestStore.Engine.allCases)
    func `come back with every member`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var event = Event.sample(1, .codeSent)
        event.description = "said \"so\"\n\u{1}"
        event.connection = "sms"
        event.connectionID = "con_aaaaaaaaaaaaaaaa"
        event.clientID = "client"
        event.clientName = "Shop"
        event.ip = "192.0.2.1"
        event.userAgent = "curl/8 ünï"
        event.userID = "sms|user1"
        event.userName = "+819000000001"
        event.audience = "https://api.example/"
        event.scope = "openid"
        event.details = ["body": ["b": 1, "a": [nil, true, .number(2.5), "x"]]]
        try await test.write { [event] tx throws(StoreError) in try tx.append(event) }
        let found = try await test.read { [event] tx throws(StoreError) in try tx.event(id: event.id) }
        try expectEqual(found, event)
        #expect(found?.details["body"]?.object?.keys == ["b", "a"])
    }

    @Test(arguments: TestStore.Engine.allCases, Event.Kind.allCases)
    func `come back bare, of any type`(engine: TestStore.Engine, type: Event.Kind) async throws {
        let test = try await TestStore.open(engine)
        let event = Event.sample(1, type)
        try await test.write { tx throws(StoreError) in try tx.append(event) }
        let found = try await test.read { tx throws(StoreError) in try tx.event(id: event.id) }
        try expectEqual(found, event)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `hold details as deep as requests may be, inside their own`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var value: JSON = "core"
        for _ in 1...40 { value = ["in": value] }
        var event = Event.sample()
        event.details = ["body": value]
        let found = try await test.write { [event] tx throws(StoreError) in
            try tx.append(event)
            return try tx.event(id: event.id)
        }
        #expect(found?.details == event.details)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `of an unknown id are nil`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.read { tx throws(StoreError) in try tx.event(id: "none") }
        #expect(found == nil)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are removed by age, oldest first, a slice at a time`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for number in 1...6 { try tx.append(Event.sample(number, at: .after(number * 60))) }
        }
        var left: [[Timestamp]] = []
        for _ in 1...3 {
            left.append(
                try await test.write { tx throws(StoreError) in
                    _ = try tx.deleteEvents(before: .after(5 * 60), limit: 3)
                    return try tx.events(EventQuery(isDescending: false)).events.map(\.at)
                })
        }
        #expect(
            left == [
                [.after(240), .after(300), .after(360)], [.after(300), .after(360)], [.after(300), .after(360)],
            ])
    }

    private func expectEqual(_ found: Event?, _ event: Event) throws {
        let found = try #require(found)
        #expect(found.id == event.id)
        #expect(found.at == event.at)
        #expect(found.type == event.type)
        #expect(found.description == event.description)
        #expect(found.connection == event.connection)
        #expect(found.connectionID == event.connectionID)
        #expect(found.clientID == event.clientID)
        #expect(found.clientName == event.clientName)
        #expect(found.ip == event.ip)
        #expect(found.userAgent == event.userAgent)
        #expect(found.userID == event.userID)
        #expect(found.userName == event.userName)
        #expect(found.audience == event.audience)
        #expect(found.scope == event.scope)
        #expect(found.details == event.details)
    }
}

@Suite struct `A page of events` {
    /// Six events, a minute apart: logins and sent codes in turn; the users are a, b and c twice over.
    private func filled(_ engine: TestStore.Engine) async throws -> TestStore {
        let test = try await TestStore.open(engine)
        try await fill(test)
        return test
    }

    private func fill(_ test: TestStore) async throws {
        try await test.write { tx throws(StoreError) in
            for number in 1...6 {
                try tx.append(
                    Event.sample(
                        number, number.isMultiple(of: 2) ? .codeSent : .login, at: .after(number * 60),
                        userID: ["a", "b", "c"][number % 3], clientID: number < 4 ? "early" : "late"))
            }
        }
    }

    private func page(_ query: EventQuery, _ test: TestStore) async throws -> (events: [Int], total: Int) {
        let page = try await test.read { tx throws(StoreError) in try tx.events(query) }
        return (page.events.map { ($0.at - ManualClock.start).secondsRoundedUp / 60 }, page.total)
    }

    @Test(
        arguments: TestStore.Engine.allCases,
        [
            (EventQuery(), [6, 5, 4, 3, 2, 1]),
            (EventQuery(types: [.login]), [5, 3, 1]),
            (EventQuery(types: [.login, .codeSent]), [6, 5, 4, 3, 2, 1]),
            (EventQuery(types: [.signup]), []),
            (EventQuery(types: []), []),
            (EventQuery(userID: "b"), [4, 1]),
            (EventQuery(clientID: "early"), [3, 2, 1]),
            (EventQuery(types: [.codeSent], userID: "b", clientID: "late"), [4]),
            (EventQuery(userID: "b", isDescending: false), [1, 4]),
            (EventQuery(isDescending: false), [1, 2, 3, 4, 5, 6]),
        ])
    func `holds those that were asked for`(
        engine: TestStore.Engine, expected: (query: EventQuery, events: [Int])
    ) async throws {
        let test = try await filled(engine)
        let page = try await page(expected.query, test)
        #expect(page.events == expected.events)
        #expect(page.total == expected.events.count)
    }

    @Test(
        arguments: TestStore.Engine.allCases,
        [
            (EventQuery(offset: 1, limit: 2), [5, 4], 6), (EventQuery(offset: 9), [], 6),
            (EventQuery(limit: 0), [], 6), (EventQuery(types: [.login], offset: 1, limit: 1), [3], 3),
        ])
    func `starts and ends where it is asked to, and counts all`(
        engine: TestStore.Engine, expected: (query: EventQuery, events: [Int], total: Int)
    ) async throws {
        let test = try await filled(engine)
        let page = try await page(expected.query, test)
        #expect(page.events == expected.events)
        #expect(page.total == expected.total)
    }

    @Test func `of a search holds only what is among the newest`() async throws {
        let store = try await SQLStore.open(
            .memory, vault: .sample, clock: ManualClock(), searchedEvents: 3, logger: .silent)
        let test = TestStore(store: store, clock: ManualClock(), vault: .sample, folder: nil)
        try await fill(test)
        let found = try await page(EventQuery(types: [.login]), test)
        #expect(found.events == [5])
        #expect(found.total == 1)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `after an event goes on oldest first`(engine: TestStore.Engine) async throws {
        let test = try await filled(engine)
        var seen: [Timestamp] = []
        var query = EventQuery(afterID: "", limit: 4)
        while case let page = try await test.read({ [query] tx throws(StoreError) in try tx.events(query) }),
            let last = page.events.last
        {
            seen += page.events.map(\.at)
            query.afterID = last.id
        }
        #expect(seen == (1...6).map { .after($0 * 60) })
    }
}
