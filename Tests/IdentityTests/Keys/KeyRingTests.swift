import Crypto
import Foundation
import Identity
import TestSupport
import Testing

@Suite struct `A key ring` {
    @Test func `publishes the current key first, then the next and the previous`() throws {
        let ring = try KeyRing([SampleKeys.previous, SampleKeys.next, SampleKeys.current])
        let keys = try #require(ring.jwks(namingAlgorithm: true).object?["keys"]?.array)
        #expect(
            keys.map { $0.object?["kid"]?.string }
                == [SampleKeys.current.kid, SampleKeys.next.kid, SampleKeys.previous.kid])
        #expect(ring.current.key.kid == SampleKeys.current.kid)
    }

    @Test func `publishes no revoked key`() throws {
        var revoked = SampleKeys.previous
        revoked.state = .revoked
        let ring = try KeyRing([SampleKeys.current, revoked])
        #expect(ring.entries.count == 1)
        #expect(ring.entry(kid: revoked.kid) == nil)
    }

    @Test func `needs a current key`() {
        #expect(throws: SigningKeyProblem.self) { try KeyRing([SampleKeys.next]) }
        #expect(throws: SigningKeyProblem.self) { try KeyRing([]) }
    }

    @Test func `publishes what clients need to verify a signature`() throws {
        let key = SampleKeys.current
        let published = try #require(
            try KeyRing([key]).jwks(namingAlgorithm: true).object?["keys"]?.array?.first?.object)
        #expect(published.keys == ["alg", "kty", "use", "n", "e", "kid", "x5t", "x5c"])
        #expect(published["alg"] == "RS256")
        #expect(published["kty"] == "RSA")
        #expect(published["use"] == "sig")
        #expect(published["e"] == "AQAB")
        #expect(published["n"]?.string.flatMap { Base64URL.decode($0) }?.count == 256)
        #expect(published["x5c"]?.strings == [Data(key.certificate).base64EncodedString()])
        #expect(
            published["x5t"]?.string.flatMap { Base64URL.decode($0) }
                == Array(Insecure.SHA1.hash(data: key.certificate)))
    }

    @Test func `leaves the algorithm out where the tenant wants that`() throws {
        let published = try KeyRing([SampleKeys.current]).jwks(namingAlgorithm: false).object?["keys"]?.array?.first
        #expect(published?.object?["alg"] == nil)
        #expect(published?.object?["kid"] != nil)
    }
}

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
}
