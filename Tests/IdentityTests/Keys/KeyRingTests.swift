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

    @Test func `signs with the key that fits the algorithm`() throws {
        let ring = try KeyRing(SampleKeys.ed25519 + SampleKeys.p256 + [SampleKeys.next, SampleKeys.current])
        #expect(ring.signing(.rs256)?.key.kid == SampleKeys.current.kid)
        #expect(ring.signing(.ps256)?.key.kid == SampleKeys.current.kid)
        #expect(ring.signing(.es256)?.key.kid == SampleKeys.p256[0].kid)
        #expect(ring.signing(.edDSA)?.key.kid == SampleKeys.ed25519[0].kid)
        #expect(ring.signing(.hs256) == nil)
    }

    @Test func `has no key of a kind that was never asked for`() throws {
        let ring = try KeyRing([SampleKeys.current])
        #expect(ring.signing(.es256) == nil)
        #expect(ring.signing(.edDSA) == nil)
    }

    @Test func `needs a current key of RSA, whatever else there is`() {
        #expect(throws: SigningKeyProblem.self) { try KeyRing(SampleKeys.p256) }
    }

    @Test func `publishes keys of other kinds only where it is told to`() throws {
        let ring = try KeyRing([SampleKeys.current] + SampleKeys.p256 + SampleKeys.ed25519)
        #expect(ring.jwks(namingAlgorithm: true).object?["keys"]?.array?.count == 1)
        let keys = try #require(
            ring.jwks(namingAlgorithm: true, of: Set(SigningKeyKind.allCases)).object?["keys"]?.array)
        #expect(keys.map { $0.object?["alg"]?.string } == ["RS256", "ES256", "ES256", "EdDSA", "EdDSA"])
    }

    @Test(arguments: [
        (SigningKeyKind.p256, ["alg", "kty", "use", "crv", "x", "y", "kid", "x5t", "x5c"]),
        (.ed25519, ["alg", "kty", "use", "crv", "x", "kid", "x5t", "x5c"]),
    ])
    func `publishes what clients need to verify a signature of another kind`(
        kind: SigningKeyKind, members: [String]
    ) throws {
        let ring = try KeyRing([SampleKeys.current] + SampleKeys.p256 + SampleKeys.ed25519)
        let published = try #require(
            ring.jwks(namingAlgorithm: true, of: [kind]).object?["keys"]?.array?.first?.object)
        #expect(Array(published.keys) == members)
        let key = try #require(PublicKey(jwk: published))
        #expect(key.thumbprint == ring.entry(kid: published["kid"]?.string ?? "")?.publicKey.thumbprint)
    }
}

@Suite struct `A signing key` {
    @Test(arguments: SigningKeyKind.allCases)
    func `is known by what is stored of it`(kind: SigningKeyKind) throws {
        let key = try SigningKey.generate(kind, host: "login.example.com", at: ManualClock.start)
        #expect(key.kind == kind)
        #expect(key.kid.utf8.count == 21)
    }

    @Test func `is one of RSA where nothing says otherwise`() {
        for bytes in [[], [0x30, 0x00], [0x30, 0x03, 0x02, 0x01, 0x00], Array(0...255)] as [[UInt8]] {
            #expect(SigningKeyKind(privateKey: bytes) == .rsa)
        }
    }

    @Test(arguments: [SampleKeys.p256[0], SampleKeys.ed25519[0]])
    func `cannot be read when it was cut short`(key: SigningKey) {
        let cut = SigningKey(
            kid: key.kid, privateKey: Secret(key.privateKey.exposed.dropLast(1)), certificate: key.certificate,
            state: .next, createdAt: key.createdAt)
        #expect(throws: SigningKeyProblem.self) { try KeyRing([SampleKeys.current, cut]) }
    }
}
