import Identity
import TestSupport
import Testing

@Suite struct `Signing keys in a store` {
    private func key(_ kid: String, _ state: SigningKey.State = .next, at time: Timestamp = .after(0)) -> SigningKey {
        SigningKey(
            kid: kid, privateKey: Secret(Array(0...255)), certificate: [0, 1, 254, 255], state: state, createdAt: time)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `come back with every member`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let stored = key("a")
        try await test.write { tx throws(StoreError) in try tx.insert(stored) }
        let found = try #require(try await test.read { tx throws(StoreError) in try tx.signingKeys() }.first)
        #expect(found.kid == "a")
        #expect(found.privateKey == stored.privateKey)
        #expect(found.certificate == stored.certificate)
        #expect(found.state == .next)
        #expect(found.createdAt == stored.createdAt)
        #expect(found.currentSince == nil)
        #expect(found.currentUntil == nil)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `move through their life, oldest first`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var old = key("old", .current)
        let next = key("new", at: .after(1))
        try await test.write { [old] tx throws(StoreError) in
            try tx.insert(next)
            try tx.insert(old)
        }
        old.state = .previous
        old.currentSince = .after(2)
        old.currentUntil = .after(3)
        try await test.write { [old] tx throws(StoreError) in try tx.update(old) }
        let keys = try await test.read { tx throws(StoreError) in try tx.signingKeys() }
        #expect(keys.map(\.kid) == ["old", "new"])
        #expect(keys.map(\.state) == [.previous, .next])
        #expect(keys.map(\.currentSince) == [.after(2), nil])
        #expect(keys.map(\.currentUntil) == [.after(3), nil])
        #expect(keys.map(\.privateKey.exposed.count) == [256, 256])
    }
}
