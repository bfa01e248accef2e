import Identity
import TestSupport
import Testing

@Suite struct `Sweeping` {
    private func sweep(_ test: TestStore) -> SweepExpired {
        SweepExpired(store: test.store, clock: test.clock, eventLife: .seconds(86_400))
    }

    /// What is left in the store, by name.
    private func left(in test: TestStore) async throws -> Set<String> {
        try await test.read { tx throws(StoreError) in
            var left: Set<String> = []
            let realm = "con_aaaaaaaaaaaaaaaa"
            if try tx.loginCode(connectionID: realm, phone: .sample(), holder: .client("client")) != nil {
                left.insert("login code")
            }
            if try !tx.numberHistory(connectionID: realm, phone: .sample()).isBlank { left.insert("history") }
            if try tx.addressLimit("192.0.2.1") != nil { left.insert("address") }
            if try tx.session(id: "session1") != nil { left.insert("session") }
            if try tx.refreshToken(id: "token1") != nil { left.insert("refresh token") }
            if try tx.authorizationCode(hash: AuthorizationCode.sample().hash) != nil { left.insert("code") }
            if try tx.isSpent(.grant, id: "a") { left.insert("mark") }
            if try tx.events(EventQuery()).total > 0 { left.insert("event") }
            return left
        }
    }

    private static let lives: [(seconds: Int, left: Set<String>)] = [
        (100, ["login code", "history", "address", "session", "refresh token", "code", "mark", "event"]),
        (101, ["history", "address", "session", "refresh token", "code", "mark", "event"]),
        (201, ["history", "session", "refresh token", "code", "mark", "event"]),
        (301, ["history", "refresh token", "code", "mark", "event"]),
        (401, ["history", "code", "mark", "event"]),
        (501, ["history", "code", "event"]),
        (1_200, ["history", "code", "event"]),
        (1_201, ["history", "event"]),
        (86_400, ["history", "event"]),
        (86_402, []),
    ]

    @Test(arguments: TestStore.Engine.allCases)
    func `removes each thing after its end, and nothing before`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var history = NumberHistory()
        history.sends = [.after(0)]
        try await test.write { [history] tx throws(StoreError) in
            try tx.put(LoginCode.sample(expiresAt: .after(100)))
            try tx.put(history, connectionID: "con_aaaaaaaaaaaaaaaa", phone: .sample(), at: .after(0))
            try tx.putAddressLimit("192.0.2.1", fullAt: .after(200))
            try tx.insert(BrowserSession.sample(idleExpiresAt: .after(300)))
            try tx.insert(RefreshToken.sample(idleExpiresAt: .after(400)))
            _ = try tx.spend(.grant, id: "a", until: .after(500))
            try tx.insert(AuthorizationCode.sample(expiresAt: .after(600)))
            try tx.append(Event.sample(at: .after(1)))
        }
        for (seconds, expected) in Self.lives {
            test.clock.set(to: .after(seconds))
            #expect(try await sweep(test).removeSlice() == 0)
            #expect(try await left(in: test) == expected, "after \(seconds) seconds")
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `says that more is left when a slice was full`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for number in 1...1_001 { _ = try tx.spend(.dpopProof, id: "\(number)", until: .after(0)) }
        }
        test.clock.advance(by: .seconds(1))
        var full: [Int] = []
        for _ in 1...3 { full.append(try await sweep(test).removeSlice()) }
        #expect(full == [1, 1, 0])
        let left = try await test.write { tx throws(StoreError) in try tx.deleteSpent(endedBefore: .after(9), limit: 9)
        }
        #expect(left == 0)
    }
}
