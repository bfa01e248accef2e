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
            try await sweep(test).removeAll()
            #expect(try await left(in: test) == expected, "after \(seconds) seconds")
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `walks through everything by steps, and then begins anew`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for number in 10..<30 {
                _ = try tx.spend(.dpopProof, id: "\(number)", until: .after(number.isMultiple(of: 5) ? 9 : 0))
            }
        }
        func steps() async throws -> Int {
            var steps = 1
            while try await test.store.sweepStep(.spentMark, endedBefore: .after(1), slice: 3, block: 4) { steps += 1 }
            return steps
        }
        // Four that ended in blocks of four: some blocks hold more of them than a step removes.
        #expect(try await steps() >= 5)
        let left = try await test.read { tx throws(StoreError) in
            try (10..<30).map { number throws(StoreError) in
                try tx.isSpent(.dpopProof, id: "\(number)") ? number : nil
            }
        }
        #expect(left.compactMap(\.self) == [10, 15, 20, 25])
        // The four that are left are one block, after which there is no key to go on from.
        #expect(try await steps() == 2)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `says that more is left when a slice of events was full`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for number in 1...501 { try tx.append(Event.sample(number)) }
        }
        test.clock.advance(by: .seconds(2 * 86_400))
        #expect(try await sweep(test).step(.events))
        #expect(try await !sweep(test).step(.events))
        #expect(try await test.read { tx throws(StoreError) in try tx.events(EventQuery()).total } == 0)
    }
}
