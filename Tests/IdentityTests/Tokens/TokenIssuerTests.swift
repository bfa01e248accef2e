import Crypto
import Foundation
import Identity
import TestSupport
import Testing

@Suite struct `An ID token that names an access token` {
    private func hash(_ algorithm: SigningAlgorithm) async throws -> String? {
        let keys = try KeyRing([SampleKeys.current] + SampleKeys.p256 + SampleKeys.ed25519)
        let issuer = TokenIssuer(
            issuer: Issuer(url: "https://login.example.com/"), vault: .sample, signer: SigningHere(),
            random: SeededRandom())
        var terms = IDTokenTerms(scope: Scope(["openid"]), authenticatedAt: ManualClock.start)
        terms.accessToken = "the access token"
        let client = Client.sample(properties: ["jwt_configuration": ["alg": .string(algorithm.rawValue)]])
        let token = try await issuer.idToken(for: .sample(), client: client, terms, keys: keys, at: ManualClock.start)
        return try #require(JWS.Parsed(token)).claims["at_hash"]?.string
    }

    // OpenID Connect Core section 3.1.3.6.
    @Test(arguments: [SigningAlgorithm.rs256, .ps256, .hs256, .es256])
    func `does so by half a SHA-256`(algorithm: SigningAlgorithm) async throws {
        let half = SHA256.hash(data: Data("the access token".utf8)).prefix(16)
        #expect(try await hash(algorithm) == Base64URL.encode(Array(half)))
    }

    // The hash inside Ed25519 is SHA-512 (RFC 8032 section 5.1).
    @Test func `does so by half a SHA-512 where Ed25519 signs`() async throws {
        let half = SHA512.hash(data: Data("the access token".utf8)).prefix(32)
        #expect(try await hash(.edDSA) == Base64URL.encode(Array(half)))
    }

    @Test func `is not made without a key for its algorithm`() async throws {
        let issuer = TokenIssuer(
            issuer: Issuer(url: "https://login.example.com/"), vault: .sample, signer: SigningHere(),
            random: SeededRandom())
        let client = Client.sample(properties: ["jwt_configuration": ["alg": "ES256"]])
        let terms = IDTokenTerms(scope: Scope(["openid"]), authenticatedAt: ManualClock.start)
        await #expect(throws: TokenIssuer.Failure.self) {
            try await issuer.idToken(
                for: .sample(), client: client, terms, keys: try KeyRing([SampleKeys.current]), at: ManualClock.start)
        }
    }
}

/// Signs where it is called.
private struct SigningHere: TokenSigner {
    func sign(
        _ input: [UInt8], with key: KeyRing.Entry, algorithm: SigningAlgorithm
    ) async throws(SigningFailure) -> [UInt8] {
        try key.privateKey.signature(of: input, algorithm: algorithm)
    }
}
