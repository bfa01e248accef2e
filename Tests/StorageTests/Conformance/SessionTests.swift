import Identity
import TestSupport
import Testing

@Suite struct `Sessions in a store` {
    @Test(arguments: TestStore.Engine.allCases, ["Browser/1", nil])
    func `come back with every member, by id and by cookie`(engine: TestStore.Engine, agent: String?) async throws {
        let test = try await TestStore.open(engine)
        let session = BrowserSession(
            id: "an id", cookieHash: [0, 255, 1], userID: "sms|a", connectionID: "con_b", authenticatedAt: .after(1),
            expiresAt: .after(2), idleExpiresAt: .after(3), lastUsedAt: .after(4), clientIDs: ["b", "a"],
            firstCaller: SessionCaller(ip: "2001:db8::1", userAgent: agent),
            lastCaller: SessionCaller(ip: "192.0.2.9", userAgent: agent.map { $0 + "9" }))
        try await test.write { tx throws(StoreError) in try tx.insert(session) }
        let found = try await test.read { tx throws(StoreError) in
            [try tx.session(id: "an id"), try tx.session(cookieHash: [0, 255, 1])]
        }
        #expect(found == [session, session])
    }

    @Test(arguments: TestStore.Engine.allCases, Hostile.texts)
    func `keep any text`(engine: TestStore.Engine, text: String) async throws {
        let test = try await TestStore.open(engine)
        let session = BrowserSession(
            id: text, cookieHash: Array(text.utf8), userID: text, connectionID: text, authenticatedAt: .after(1),
            expiresAt: .after(2), idleExpiresAt: .after(3), lastUsedAt: .after(4), clientIDs: [text, "b"],
            firstCaller: SessionCaller(ip: text, userAgent: text), lastCaller: SessionCaller(ip: text, userAgent: text))
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(session)
            return try tx.sessions(userID: text, after: nil, limit: 2)
        }
        #expect(found == [session])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are not found by another's id or cookie`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(BrowserSession.sample())
            return [
                try tx.session(id: "session2"), try tx.session(id: "cookie1"),
                try tx.session(cookieHash: Array("cookie2".utf8)), try tx.session(cookieHash: []),
            ]
        }
        #expect(found == [nil, nil, nil, nil])
    }

    /// A second session that shares the id, the cookie or both.
    static let doubles = [
        BrowserSession.sample(), BrowserSession(like: .sample(2), id: "session1"),
        BrowserSession(like: .sample(1), id: "session2"),
    ]

    @Test(arguments: TestStore.Engine.allCases, doubles)
    func `never share an id or a cookie`(engine: TestStore.Engine, second: BrowserSession) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in try tx.insert(BrowserSession.sample()) }
        await #expect(throws: StoreError.self) {
            try await test.write { tx throws(StoreError) in try tx.insert(second) }
        }
        let found = try await test.read { tx throws(StoreError) in try tx.session(id: "session1") }
        #expect(found == .sample())
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change with use, and in nothing else`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var used = BrowserSession(
            id: "session1", cookieHash: [1], userID: "sms|other", connectionID: "other", authenticatedAt: .after(9),
            expiresAt: .after(9), idleExpiresAt: .after(99), lastUsedAt: .after(50), clientIDs: ["client", "second"],
            firstCaller: SessionCaller(ip: "other", userAgent: nil),
            lastCaller: SessionCaller(ip: "192.0.2.2", userAgent: nil))
        let found = try await test.write { [used] tx throws(StoreError) in
            try tx.insert(BrowserSession.sample())
            try tx.insert(BrowserSession.sample(2))
            try tx.update(used)
            return [try tx.session(id: "session1"), try tx.session(id: "session2")]
        }
        used = .sample()
        used.idleExpiresAt = .after(99)
        used.lastUsedAt = .after(50)
        used.clientIDs = ["client", "second"]
        used.lastCaller = SessionCaller(ip: "192.0.2.2", userAgent: nil)
        #expect(found == [used, .sample(2)])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that are gone do not come back by a change`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (results, found) = try await test.write { tx throws(StoreError) in
            try tx.insert(BrowserSession.sample())
            let results = [try tx.deleteSession(id: "session1"), try tx.deleteSession(id: "session1")]
            try tx.update(BrowserSession.sample())
            return (results, try tx.session(id: "session1"))
        }
        #expect(results == [true, false])
        #expect(found == nil)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are listed by user, oldest first, a page at a time`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for (number, age) in [(4, 3), (1, 9), (3, 3), (2, 1), (5, 3)] {
                try tx.insert(BrowserSession.sample(number, authenticatedAt: .after(age)))
            }
            try tx.insert(BrowserSession.sample(6, userID: "sms|user2", authenticatedAt: .after(2)))
        }
        var pages: [[String]] = []
        var after: String?
        repeat {
            let page = try await test.read { [after] tx throws(StoreError) in
                try tx.sessions(userID: "sms|user1", after: after, limit: 2).map(\.id)
            }
            pages.append(page)
            after = page.last
        } while after != nil
        #expect(pages == [["session2", "session3"], ["session4", "session5"], ["session1"], []])
    }

    @Test(arguments: TestStore.Engine.allCases, ["session2", "none", ""])
    func `after one that is gone or another's are none`(engine: TestStore.Engine, after: String) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(BrowserSession.sample(1, authenticatedAt: .after(5)))
            try tx.insert(BrowserSession.sample(2, userID: "sms|user2", authenticatedAt: .after(1)))
            return try tx.sessions(userID: "sms|user1", after: after, limit: 10)
        }
        #expect(found == [])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `of one user are removed, a slice at a time`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (removed, left) = try await test.write { tx throws(StoreError) in
            for number in 1...5 { try tx.insert(BrowserSession.sample(number)) }
            try tx.insert(BrowserSession.sample(6, userID: "sms|user2"))
            var removed: [Int] = []
            for _ in 1...3 { removed.append(try tx.deleteSessions(userID: "sms|user1", limit: 3)) }
            return (removed, try tx.session(id: "session6"))
        }
        #expect(removed == [3, 2, 0])
        #expect(left != nil)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are removed after the earlier of their ends, a slice at a time`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (removed, left) = try await test.write { tx throws(StoreError) in
            for number in 1...3 { try tx.insert(BrowserSession.sample(number, expiresAt: .after(number))) }
            for number in 4...5 { try tx.insert(BrowserSession.sample(number, idleExpiresAt: .after(number))) }
            try tx.insert(BrowserSession.sample(6, expiresAt: .after(6)))
            try tx.insert(BrowserSession.sample(7, idleExpiresAt: .after(6)))
            var removed: [Int] = []
            for _ in 1...3 { removed.append(try tx.deleteSessions(endedBefore: .after(6), limit: 3)) }
            return (removed, try tx.sessions(userID: "sms|user1", after: nil, limit: 10).map(\.id))
        }
        #expect(removed == [3, 2, 0])
        #expect(left == ["session6", "session7"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `live on when their idle end has moved`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let removed = try await test.write { tx throws(StoreError) in
            var session = BrowserSession.sample(idleExpiresAt: .after(1))
            try tx.insert(session)
            session.idleExpiresAt = .after(10)
            try tx.update(session)
            return [
                try tx.deleteSessions(endedBefore: .after(10), limit: 9),
                try tx.deleteSessions(endedBefore: .after(11), limit: 9),
            ]
        }
        #expect(removed == [0, 1])
    }
}

extension BrowserSession {
    /// The same session under another id.
    fileprivate init(like other: BrowserSession, id: String) {
        self.init(
            id: id, cookieHash: other.cookieHash, userID: other.userID, connectionID: other.connectionID,
            authenticatedAt: other.authenticatedAt, expiresAt: other.expiresAt, idleExpiresAt: other.idleExpiresAt,
            lastUsedAt: other.lastUsedAt, clientIDs: other.clientIDs, firstCaller: other.firstCaller,
            lastCaller: other.lastCaller)
    }
}
