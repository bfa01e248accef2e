import Identity
import TestSupport
import Testing

@Suite struct `Refresh tokens in a store` {
    private static let caller = SessionCaller(ip: "192.0.2.9", userAgent: nil)

    /// A token with everything that may be absent, and one without.
    static let tokens = [
        RefreshToken(
            id: "full", userID: "sms|a", clientID: "b", sessionID: "c", audience: "d", scope: Scope(["z", "a b", ""]),
            authenticatedAt: .after(1), createdAt: .after(2), expiresAt: .after(3), idleExpiresAt: .after(4),
            generation: 5, rotatedAt: .after(6), lastExchangedAt: .after(7), keyThumbprint: "e",
            firstCaller: SessionCaller(ip: "2001:db8::1", userAgent: "f"), lastCaller: caller),
        RefreshToken(
            id: "bare", userID: "sms|a", clientID: "b", sessionID: nil, audience: nil, scope: .none,
            authenticatedAt: .after(-1), createdAt: .after(-2), expiresAt: nil, idleExpiresAt: nil, keyThumbprint: nil,
            firstCaller: caller, lastCaller: caller),
    ]

    @Test(arguments: TestStore.Engine.allCases, tokens)
    func `come back with every member`(engine: TestStore.Engine, token: RefreshToken) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in try tx.insert(token) }
        let found = try await test.read { tx throws(StoreError) in
            [try tx.refreshToken(id: token.id), try tx.refreshToken(id: "none")]
        }
        #expect(found == [token, nil])
    }

    @Test(arguments: TestStore.Engine.allCases, Hostile.texts)
    func `keep any text`(engine: TestStore.Engine, text: String) async throws {
        let test = try await TestStore.open(engine)
        let caller = SessionCaller(ip: text, userAgent: text)
        let token = RefreshToken(
            id: text, userID: text, clientID: text, sessionID: text, audience: text, scope: Scope([text]),
            authenticatedAt: .after(1), createdAt: .after(2), expiresAt: nil, idleExpiresAt: nil, keyThumbprint: text,
            firstCaller: caller, lastCaller: caller)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(token)
            return try tx.refreshTokens(
                RefreshTokenFilter(userID: text, clientID: text, sessionID: text, audience: text), after: nil, limit: 2)
        }
        #expect(found == [token])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `never share an id`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in try tx.insert(RefreshToken.sample()) }
        await #expect(throws: StoreError.self) {
            try await test.write { tx throws(StoreError) in try tx.insert(RefreshToken.sample(userID: "sms|user2")) }
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change with use, and in nothing else`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var token = RefreshToken.sample(sessionID: nil, audience: nil, createdAt: .after(9), expiresAt: nil)
        token.generation = 3
        token.idleExpiresAt = .after(99)
        token.rotatedAt = .after(50)
        token.lastExchangedAt = .after(51)
        token.lastCaller = Self.caller
        let found = try await test.write { [token] tx throws(StoreError) in
            try tx.insert(RefreshToken.sample())
            try tx.insert(RefreshToken.sample(2))
            try tx.update(token)
            return [try tx.refreshToken(id: "token1"), try tx.refreshToken(id: "token2")]
        }
        var expected = RefreshToken.sample()
        expected.generation = 3
        expected.idleExpiresAt = .after(99)
        expected.rotatedAt = .after(50)
        expected.lastExchangedAt = .after(51)
        expected.lastCaller = Self.caller
        #expect(found == [expected, .sample(2)])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that are gone do not come back by a change`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (results, found) = try await test.write { tx throws(StoreError) in
            try tx.insert(RefreshToken.sample())
            let results = [try tx.deleteRefreshToken(id: "token1"), try tx.deleteRefreshToken(id: "token1")]
            try tx.update(RefreshToken.sample())
            return (results, try tx.refreshToken(id: "token1"))
        }
        #expect(results == [true, false])
        #expect(found == nil)
    }

    /// Tokens of two users, clients, sessions and audiences; those of the second user are 5 and up.
    private func filled(_ engine: TestStore.Engine) async throws -> TestStore {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            try tx.insert(RefreshToken.sample(4, createdAt: .after(1)))
            try tx.insert(RefreshToken.sample(3, clientID: "other", createdAt: .after(2)))
            try tx.insert(RefreshToken.sample(2, sessionID: "session2", createdAt: .after(3)))
            try tx.insert(RefreshToken.sample(1, sessionID: nil, audience: nil, createdAt: .after(3)))
            try tx.insert(RefreshToken.sample(5, userID: "sms|user2", createdAt: .after(0)))
        }
        return test
    }

    static let filters: [(RefreshTokenFilter, [String])] = [
        (RefreshTokenFilter(userID: "sms|user1"), ["token4", "token3", "token1", "token2"]),
        (RefreshTokenFilter(userID: "sms|user2"), ["token5"]),
        (RefreshTokenFilter(userID: "sms|none"), []),
        (RefreshTokenFilter(userID: "sms|user1", clientID: "other"), ["token3"]),
        (RefreshTokenFilter(userID: "sms|user1", sessionID: "session1"), ["token4", "token3"]),
        (RefreshTokenFilter(userID: "sms|user1", audience: "https://api.example/"), ["token4", "token3", "token2"]),
        (RefreshTokenFilter(userID: "sms|user1", clientID: "client", sessionID: "session2"), ["token2"]),
        (RefreshTokenFilter(userID: "sms|user2", clientID: "other"), []),
    ]

    @Test(arguments: TestStore.Engine.allCases, filters)
    func `are listed oldest first where they match`(
        engine: TestStore.Engine, expected: (filter: RefreshTokenFilter, ids: [String])
    ) async throws {
        let test = try await filled(engine)
        let found = try await test.read { tx throws(StoreError) in
            try tx.refreshTokens(expected.filter, after: nil, limit: 10).map(\.id)
        }
        #expect(found == expected.ids)
    }

    @Test(arguments: TestStore.Engine.allCases, filters)
    func `are removed where they match, a slice at a time`(
        engine: TestStore.Engine, expected: (filter: RefreshTokenFilter, ids: [String])
    ) async throws {
        let test = try await filled(engine)
        let (removed, left) = try await test.write { tx throws(StoreError) in
            var removed: [Int] = []
            for _ in 1...2 { removed.append(try tx.deleteRefreshTokens(expected.filter, limit: 3)) }
            var left: Set<String> = []
            for number in 1...5 where try tx.refreshToken(id: "token\(number)") != nil { left.insert("token\(number)") }
            return (removed, left)
        }
        #expect(removed == [min(3, expected.ids.count), max(0, expected.ids.count - 3)])
        #expect(left == Set((1...5).map { "token\($0)" }).subtracting(expected.ids))
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are listed a page at a time`(engine: TestStore.Engine) async throws {
        let test = try await filled(engine)
        var pages: [[String]] = []
        var after: String?
        repeat {
            let page = try await test.read { [after] tx throws(StoreError) in
                try tx.refreshTokens(RefreshTokenFilter(userID: "sms|user1"), after: after, limit: 3).map(\.id)
            }
            pages.append(page)
            after = page.last
        } while after != nil
        #expect(pages == [["token4", "token3", "token1"], ["token2"], []])
    }

    @Test(arguments: TestStore.Engine.allCases, ["token5", "none", ""])
    func `after one that is gone or another's are none`(engine: TestStore.Engine, after: String) async throws {
        let test = try await filled(engine)
        let found = try await test.read { tx throws(StoreError) in
            try tx.refreshTokens(RefreshTokenFilter(userID: "sms|user1"), after: after, limit: 10)
        }
        #expect(found == [])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `push out the oldest of the same user and client beyond 200`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (full, left, others) = try await test.write { tx throws(StoreError) in
            try tx.insert(RefreshToken.sample(1_000, userID: "sms|user2", createdAt: .after(-9)))
            try tx.insert(RefreshToken.sample(1_001, clientID: "other", createdAt: .after(-9)))
            let mine = RefreshTokenFilter(userID: "sms|user1", clientID: "client")
            for number in 1...200 { try tx.insert(RefreshToken.sample(number, createdAt: .after(number))) }
            let full = try tx.refreshTokens(mine, after: nil, limit: 300).count
            try tx.insert(RefreshToken.sample(201, createdAt: .after(201)))
            return (
                full, try tx.refreshTokens(mine, after: nil, limit: 300).map(\.id),
                [try tx.refreshToken(id: "token1000") != nil, try tx.refreshToken(id: "token1001") != nil]
            )
        }
        #expect(full == 200)
        #expect(left == (2...201).map { "token\($0)" })
        #expect(others == [true, true])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are not pushed out by themselves, whatever their age`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            for number in 1...200 { try tx.insert(RefreshToken.sample(number, createdAt: .after(5))) }
            try tx.insert(RefreshToken.sample(0, createdAt: .after(4)))
            return try tx.refreshToken(id: "token0")
        }
        #expect(found != nil)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are removed after the earlier of their ends, a slice at a time`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (removed, left) = try await test.write { tx throws(StoreError) in
            for number in 1...3 { try tx.insert(RefreshToken.sample(number, expiresAt: .after(number))) }
            try tx.insert(RefreshToken.sample(4, idleExpiresAt: .after(4)))
            try tx.insert(RefreshToken.sample(5, expiresAt: nil, idleExpiresAt: .after(5)))
            try tx.insert(RefreshToken.sample(6, expiresAt: .after(6), idleExpiresAt: nil))
            try tx.insert(RefreshToken.sample(7, expiresAt: nil, idleExpiresAt: nil))
            var moved = RefreshToken.sample(8, idleExpiresAt: .after(1))
            try tx.insert(moved)
            moved.idleExpiresAt = .after(9)
            try tx.update(moved)
            var removed: [Int] = []
            for _ in 1...3 { removed.append(try tx.deleteRefreshTokens(expiredBefore: .after(6), limit: 3)) }
            let mine = RefreshTokenFilter(userID: "sms|user1")
            return (removed, try tx.refreshTokens(mine, after: nil, limit: 10).map(\.id))
        }
        #expect(removed == [3, 2, 0])
        #expect(left == ["token6", "token7", "token8"])
    }
}
