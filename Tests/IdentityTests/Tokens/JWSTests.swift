import Crypto
import CryptoExtras
import Foundation
import Identity
import TestSupport
import Testing

@Suite struct `A signed token` {
    private let ring: KeyRing
    private let stranger: SigningKey

    init() throws {
        ring = try KeyRing([SampleKeys.current, SampleKeys.next])
        stranger = SampleKeys.previous
    }

    private func token(
        _ algorithm: String, kid: String?, by key: SigningKey, padding: _RSA.Signing.Padding = .insecurePKCS1v1_5,
        header more: JSONObject = [:]
    ) throws -> String {
        var header: JSONObject = ["alg": .string(algorithm), "typ": "JWT"]
        header["kid"] = kid.map { .string($0) }
        let input = RawToken.input(header.filled(from: more), ["sub": "somebody"])
        let privateKey = try _RSA.Signing.PrivateKey(derRepresentation: key.privateKey.exposed)
        let signature = try privateKey.signature(for: Data(input.utf8), padding: padding)
        return "\(input).\(Base64URL.encode(Array(signature.rawRepresentation)))"
    }

    @Test(arguments: [0, 1])
    func `is good with any key of the ring that it names`(index: Int) throws {
        let key = ring.entries[index].key
        let parsed = try #require(JWS.Parsed(try token("RS256", kid: key.kid, by: key)))
        #expect(parsed.isSigned(by: ring))
        #expect(parsed.claims["sub"] == "somebody")
        #expect(parsed.kid == key.kid)
    }

    @Test func `may be signed with PS256`() throws {
        let key = SampleKeys.current
        let text = try token("PS256", kid: key.kid, by: key, padding: .PSS)
        #expect(try #require(JWS.Parsed(text)).isSigned(by: ring))
    }

    @Test func `is bad when the algorithm it names is not the one that signed`() throws {
        let key = SampleKeys.current
        #expect(try #require(JWS.Parsed(try token("PS256", kid: key.kid, by: key))).isSigned(by: ring) == false)
        #expect(
            try #require(JWS.Parsed(try token("RS256", kid: key.kid, by: key, padding: .PSS))).isSigned(by: ring)
                == false)
    }

    @Test(arguments: ["none", "None", "", "HS256", "RS512", "rs256"])
    func `is bad with any other algorithm`(algorithm: String) throws {
        let key = SampleKeys.current
        let text = try token(algorithm, kid: key.kid, by: key)
        #expect(try #require(JWS.Parsed(text)).isSigned(by: ring) == false)
    }

    @Test func `is bad when a public key was used as a secret`() throws {
        let key = ring.current
        let input = RawToken.input(["alg": "HS256", "kid": .string(key.key.kid)], ["sub": "somebody"])
        // What an attacker would find published.
        let secret = SymmetricKey(data: Array(try #require(key.publicKey.pem).utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array(input.utf8), using: secret)
        let parsed = try #require(JWS.Parsed("\(input).\(Base64URL.encode(Array(code)))"))
        #expect(!parsed.isSigned(by: ring))
    }

    @Test func `is bad without a signature`() throws {
        let input = RawToken.input(["alg": "none", "kid": .string(ring.current.key.kid)], ["sub": "somebody"])
        #expect(try #require(JWS.Parsed("\(input).")).isSigned(by: ring) == false)
    }

    @Test func `is bad without a key id, with a wrong one and with a stranger's key`() throws {
        let key = SampleKeys.current
        #expect(try #require(JWS.Parsed(try token("RS256", kid: nil, by: key))).isSigned(by: ring) == false)
        #expect(try #require(JWS.Parsed(try token("RS256", kid: "other", by: key))).isSigned(by: ring) == false)
        #expect(
            try #require(JWS.Parsed(try token("RS256", kid: SampleKeys.next.kid, by: key))).isSigned(by: ring) == false)
        #expect(try #require(JWS.Parsed(try token("RS256", kid: key.kid, by: stranger))).isSigned(by: ring) == false)
    }

    @Test func `is bad when its claims were changed`() throws {
        let key = SampleKeys.current
        let parts = try token("RS256", kid: key.kid, by: key).split(separator: ".")
        let claims = Base64URL.encode(Array(#"{"sub":"another"}"#.utf8))
        #expect(try #require(JWS.Parsed("\(parts[0]).\(claims).\(parts[2])")).isSigned(by: ring) == false)
    }

    @Test(arguments: [SigningAlgorithm.es256, .edDSA])
    func `may be signed with a key of another kind, by its own algorithm alone`(algorithm: SigningAlgorithm) throws {
        let ring = try KeyRing([SampleKeys.current] + SampleKeys.p256 + SampleKeys.ed25519)
        let entry = try #require(ring.signing(algorithm))
        for named in SigningAlgorithm.allCases {
            let input = RawToken.input(["alg": .string(named.rawValue), "kid": .string(entry.key.kid)], [:])
            let signature = try entry.privateKey.signature(of: Array(input.utf8), algorithm: algorithm)
            let parsed = try #require(JWS.Parsed("\(input).\(Base64URL.encode(signature))"))
            #expect(parsed.isSigned(by: ring) == (named == algorithm))
        }
    }

    @Test func `is bad with RS384, which this server's keys do not sign with`() throws {
        let key = SampleKeys.current
        let input = RawToken.input(["alg": "RS384", "kid": .string(key.kid)], ["sub": "somebody"])
        let signature = try _RSA.Signing.PrivateKey(derRepresentation: key.privateKey.exposed).signature(
            for: SHA384.hash(data: Data(input.utf8)), padding: .insecurePKCS1v1_5)
        let parsed = try #require(JWS.Parsed("\(input).\(Base64URL.encode(Array(signature.rawRepresentation)))"))
        #expect(!parsed.isSigned(by: ring))
    }

    @Test func `of HS256 is good with its secret alone`() throws {
        let input = RawToken.input(["alg": "HS256"], [:])
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(input.utf8), using: SymmetricKey(data: Array("a secret".utf8)))
        let parsed = try #require(JWS.Parsed("\(input).\(Base64URL.encode(Array(code)))"))
        #expect(parsed.isAuthentic(secret: Secret("a secret")))
        #expect(!parsed.isAuthentic(secret: Secret("another")))
        #expect(!parsed.isAuthentic(secret: Secret("")))
    }

    @Test func `that demands an extension is not read`() throws {
        let key = SampleKeys.current
        #expect(JWS.Parsed(try token("RS256", kid: key.kid, by: key, header: ["crit": ["exp"]])) == nil)
    }

    @Test(arguments: ["", "a", "a.b", "a.b.c.d", "..", "e30.e30.", "e30.bm8.e30", "W10.e30.AA", "e30=.e30.AA=A"])
    func `is not read when it is malformed`(text: String) {
        #expect(JWS.Parsed(text) == nil)
    }

    @Test func `is not read when it is longer than 8 KiB`() throws {
        let input = RawToken.input(["alg": "HS256"], ["x": .string(String(repeating: "x", count: 8_192))])
        #expect(JWS.Parsed("\(input).AA") == nil)
    }
}

/// A token before its signature.
enum RawToken {
    static func input(_ header: JSONObject, _ claims: JSONObject) -> String {
        "\(Base64URL.encode(JSON.object(header).serialized())).\(Base64URL.encode(JSON.object(claims).serialized()))"
    }
}
