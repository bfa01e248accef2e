import Identity
import TestSupport
import Testing

@Suite struct `Keys for an algorithm` {
    private func provide(_ algorithm: SigningAlgorithm?, in test: TestStore) async throws {
        let keys = try ProvideSigningKeys(for: algorithm, host: "login.example.com", at: test.clock.now())
        try await test.write { tx throws(StoreError) in try keys.provide(in: tx) }
    }

    private func keys(_ test: TestStore) async throws -> [SigningKey] {
        try await test.read { tx throws(StoreError) in try tx.signingKeys() }
    }

    @Test(arguments: [(SigningAlgorithm.es256, SigningKeyKind.p256), (.edDSA, .ed25519)])
    func `are one that signs and a next one`(algorithm: SigningAlgorithm, kind: SigningKeyKind) async throws {
        let test = try await TestStore.open()
        try await provide(algorithm, in: test)
        let keys = try await keys(test)
        #expect(Set(keys.map(\.state)) == [.current, .next])
        #expect(keys.allSatisfy { $0.kind == kind })
    }

    @Test(arguments: [.rs256, .ps256, .hs256, nil] as [SigningAlgorithm?])
    func `are not made where they are there already, or none is needed`(algorithm: SigningAlgorithm?) async throws {
        let test = try await TestStore.open()
        try await provide(algorithm, in: test)
        #expect(try await keys(test).isEmpty)
    }

    @Test func `are made once, however many ask at once`() async throws {
        let test = try await TestStore.open()
        _ = try await atOnce(8) { _ in try await provide(.es256, in: test) }
        #expect(try await keys(test).count == 2)
    }

    @Test func `stand beside those of other kinds`() async throws {
        let test = try await TestStore.open()
        try await provide(.es256, in: test)
        try await provide(.edDSA, in: test)
        #expect(try await keys(test).count == 4)
    }
}
