import Identity
import Storage
import TestSupport
import Testing

@Suite struct `Histories of numbers in a store` {
    private static let realm = "con_aaaaaaaaaaaaaaaa"

    private func history(_ change: (inout NumberHistory) -> Void) -> NumberHistory {
        var history = NumberHistory()
        change(&history)
        return history
    }

    private func find(_ test: TestStore, _ phone: PhoneNumber = .sample()) async throws -> NumberHistory {
        try await test.read { tx throws(StoreError) in try tx.numberHistory(connectionID: Self.realm, phone: phone) }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `come back with every member`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let written = history {
            $0.failures = 11
            $0.waitUntil = .after(60)
            $0.sends = (0..<30).map { .after($0 * 100) } + [Timestamp(microseconds: .max), Timestamp(microseconds: -1)]
            $0.generation = 3
        }
        try await test.write { tx throws(StoreError) in
            try tx.put(written, connectionID: Self.realm, phone: .sample(), at: .after(1))
        }
        #expect(try await find(test) == written)
        #expect(try await find(test, .sample(2)).isBlank)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `replace one another`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let first = history {
            $0.failures = 10
            $0.waitUntil = .after(60)
            $0.sends = [.after(1)]
        }
        let second = history { $0.sends = [.after(1), .after(2)] }
        try await test.write { tx throws(StoreError) in
            try tx.put(first, connectionID: Self.realm, phone: .sample(), at: .after(1))
            try tx.put(second, connectionID: Self.realm, phone: .sample(), at: .after(2))
        }
        #expect(try await find(test) == second)
    }

    @Test func `keep no row when there is nothing to remember`() async throws {
        let test = try await TestStore.open(.file)
        let failed = history { $0.failures = 1 }
        try await test.write { tx throws(StoreError) in
            try tx.put(failed, connectionID: Self.realm, phone: .sample(1), at: .after(1))
            try tx.put(NumberHistory(), connectionID: Self.realm, phone: .sample(1), at: .after(2))
            try tx.put(NumberHistory(), connectionID: Self.realm, phone: .sample(2), at: .after(2))
        }
        #expect(try await test.folder?.number("SELECT count(*) FROM numbers") == 0)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `count every one of a hundred tries made at once`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...100 {
                group.addTask {
                    try await test.write { tx throws(StoreError) in
                        var history = try tx.numberHistory(connectionID: Self.realm, phone: .sample())
                        history.failures += 1
                        try tx.put(history, connectionID: Self.realm, phone: .sample(), at: .after(1))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await find(test).failures == 100)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that protect nobody are removed`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let sent = history { $0.sends = [.after(0)] }
        let failed = history { $0.failures = 1 }
        let left = history { $0.generation = 1 }
        try await test.write { tx throws(StoreError) in
            for number in 1...5 { try tx.put(sent, connectionID: Self.realm, phone: .sample(number), at: .after(0)) }
            try tx.put(failed, connectionID: Self.realm, phone: .sample(6), at: .after(0))
            try tx.put(left, connectionID: Self.realm, phone: .sample(7), at: .after(0))
            try tx.put(sent, connectionID: Self.realm, phone: .sample(8), at: .after(10))
        }
        try await test.sweep(.numberHistory, endedBefore: .after(10))
        for number in 1...5 { #expect(try await find(test, .sample(number)).isBlank) }
        #expect(try await find(test, .sample(6)) == failed)
        #expect(try await find(test, .sample(7)) == left)
        #expect(try await find(test, .sample(8)) == sent)
    }
}

@Suite struct `Limits of addresses in a store` {
    @Test(arguments: TestStore.Engine.allCases)
    func `come back as last written`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            try tx.putAddressLimit("192.0.2.1", fullAt: .after(1))
            try tx.putAddressLimit("192.0.2.1", fullAt: .after(2))
            try tx.putAddressLimit("2001:db8::/64", fullAt: .after(3))
            return [
                try tx.addressLimit("192.0.2.1"), try tx.addressLimit("2001:db8::/64"),
                try tx.addressLimit("192.0.2.2"),
            ]
        }
        #expect(found == [.after(2), .after(3), nil])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are removed when they are full`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for number in 1...5 { try tx.putAddressLimit("192.0.2.\(number)", fullAt: .after(number)) }
        }
        try await test.sweep(.addressLimit, endedBefore: .after(5))
        let left = try await test.read { tx throws(StoreError) in
            try (1...5).map { number throws(StoreError) in try tx.addressLimit("192.0.2.\(number)") }
        }
        #expect(left == [nil, nil, nil, nil, .after(5)])
    }
}
