import Identity
import TestSupport
import Testing

@Suite struct `The rotation of signing keys` {
    private func prepared() async throws -> TestStore {
        let test = try await TestStore.open()
        try await test.write { tx throws(StoreError) in
            try tx.insert(SampleKeys.current)
            try tx.insert(SampleKeys.next)
        }
        return test
    }

    private func states(_ test: TestStore) async throws -> [String: SigningKey.State] {
        let keys = try await test.read { tx throws(StoreError) in try tx.signingKeys() }
        return Dictionary(uniqueKeysWithValues: keys.map { ($0.kid, $0.state) })
    }

    @Test func `makes the next key sign, keeps the old one published and makes another next one`() async throws {
        let test = try await prepared()
        let rotate = RotateSigningKeys(store: test.store, clock: test.clock, host: "login.example.com")
        let outcome = try await rotate.rotate()
        guard case .rotated(let current, let next) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(current == SampleKeys.next.kid)
        #expect(
            try await states(test) == [SampleKeys.current.kid: .previous, SampleKeys.next.kid: .current, next: .next])
    }

    @Test func `happens once when two saw the same key`() async throws {
        let test = try await prepared()
        let rotate = RotateSigningKeys(store: test.store, clock: test.clock, host: "login.example.com")
        async let first = rotate.rotate(seen: SampleKeys.current.kid)
        async let second = rotate.rotate(seen: SampleKeys.current.kid)
        let outcomes = try await [first, second]
        #expect(outcomes.contains(.alreadyRotated(current: SampleKeys.next.kid)))
        #expect(try await states(test).count == 3)
    }

    @Test func `lets only a previous key be revoked`() async throws {
        let test = try await prepared()
        _ = try await RotateSigningKeys(store: test.store, clock: test.clock, host: "login.example.com").rotate()
        let outcomes = try await test.write { tx throws(StoreError) in
            try ["nobody", SampleKeys.next.kid, SampleKeys.current.kid, SampleKeys.current.kid].map {
                kid throws(StoreError) in
                switch try RevokeSigningKey.revoke(kid: kid, in: tx) {
                case .notFound: "not found"
                case .inUse: "in use"
                case .revoked: "revoked"
                case .alreadyRevoked: "already revoked"
                }
            }
        }
        #expect(outcomes == ["not found", "in use", "revoked", "already revoked"])
        #expect(try await states(test)[SampleKeys.current.kid] == .revoked)
    }

    @Test func `moves the keys of every kind that there is`() async throws {
        let test = try await prepared()
        try await test.write { tx throws(StoreError) in for key in SampleKeys.p256 { try tx.insert(key) } }
        _ = try await RotateSigningKeys(store: test.store, clock: test.clock, host: "login.example.com").rotate()
        let keys = try await test.read { tx throws(StoreError) in try tx.signingKeys() }
        for kind in [SigningKeyKind.rsa, .p256] {
            #expect(Set(keys.filter { $0.kind == kind }.map(\.state)) == [.previous, .current, .next])
        }
        #expect(keys.count == 6)
        #expect(try await states(test)[SampleKeys.p256[1].kid] == .current)
    }
}
