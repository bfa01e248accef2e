import Crypto
import CryptoExtras
import Foundation
import Identity
import TestSupport
import Testing

@Suite struct `A public key as JWK` {
    /// The key and the thumbprint of RFC 7638 section 3.1.
    private static let published: JSONObject = [
        "kty": "RSA",
        "n": .string(
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj"
                + "hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6"
                + "qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        ), "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
    ]

    @Test func `has the thumbprint of RFC 7638`() throws {
        let key = try #require(PublicKey(jwk: Self.published))
        #expect(key.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test func `of Ed25519 has the thumbprint of RFC 8037`() throws {
        let key = try #require(
            PublicKey(jwk: ["kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"]))
        #expect(key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test func `has the same thumbprint however the number is written`() throws {
        let plain = try ProofForge.jwk(ProofForge.rsa)
        var padded = plain
        padded["n"] = .string(Base64URL.encode([0] + (Base64URL.decode(plain["n"]?.string ?? "") ?? [])))
        #expect(PublicKey(jwk: padded)?.thumbprint == PublicKey(jwk: plain)?.thumbprint)
    }

    @Test(arguments: ["RS256", "RS384", "PS256", "ES256", "EdDSA"])
    func `checks its own algorithm's signatures, and no other's`(name: String) throws {
        let input = Array("what is signed".utf8)
        let keys = [
            try ProofForge.jwk(ProofForge.rsa), ProofForge.jwk(ProofForge.p256), ProofForge.jwk(ProofForge.ed25519),
        ].compactMap(PublicKey.init(jwk:))
        let signature = try ProofForge.signature(name, of: input)
        let fitting = keys.flatMap { key in
            ProofAlgorithm.allCases.filter { key.isSignature(signature, of: input, algorithm: $0) }
        }
        #expect(fitting.map(\.rawValue) == [name])
        #expect(!keys.contains { $0.isSignature(signature, of: input + [0], algorithm: .rs256) })
    }

    @Test(arguments: [
        "", "A", String(repeating: "A", count: 86), String(repeating: "A", count: 88),
        String(repeating: "_", count: 86),
    ])
    func `refuses a signature that is none`(text: String) throws {
        let signature = Base64URL.decode(text) ?? []
        let keys = [
            try ProofForge.jwk(ProofForge.rsa), ProofForge.jwk(ProofForge.p256), ProofForge.jwk(ProofForge.ed25519),
        ].compactMap(PublicKey.init(jwk:))
        #expect(keys.count == 3)
        for (key, algorithm) in zip(keys, [ProofAlgorithm.rs256, .es256, .edDSA]) {
            #expect(!key.isSignature(signature, of: [1, 2, 3], algorithm: algorithm))
        }
    }

    @Test(arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
    func `is refused with a secret in it`(member: String) throws {
        for var jwk in [try ProofForge.jwk(ProofForge.rsa), ProofForge.jwk(ProofForge.p256)] {
            jwk[member] = "AQAB"
            #expect(PublicKey(jwk: jwk) == nil)
        }
    }

    @Test func `is refused when it is for encryption`() {
        var jwk = ProofForge.jwk(ProofForge.p256)
        jwk["use"] = "enc"
        #expect(PublicKey(jwk: jwk) == nil)
        jwk["use"] = "sig"
        #expect(PublicKey(jwk: jwk) != nil)
    }

    @Test func `is refused when its point is not on the curve`() {
        var jwk = ProofForge.jwk(ProofForge.p256)
        jwk["y"] = jwk["x"]
        #expect(PublicKey(jwk: jwk) == nil)
    }

    @Test(arguments: [1_024, 1_536, 5_120, 8_192])
    func `is refused when its RSA key is of another size`(bits: Int) {
        var modulus = [UInt8](repeating: 0xC5, count: bits / 8)
        modulus[modulus.count - 1] = 0x9B
        #expect(
            PublicKey(jwk: ["kty": "RSA", "n": .string(Base64URL.encode(modulus)), "e": "AQAB"]) == nil)
    }

    @Test(arguments: ["", "AA", "AQ", "Ag", "AQAA", "AQAAAAAAAAAB", "!"])
    func `is refused with an exponent that is none`(exponent: String) throws {
        var jwk = try ProofForge.jwk(ProofForge.rsa)
        jwk["e"] = .string(exponent)
        #expect(PublicKey(jwk: jwk) == nil)
    }

    @Test(
        arguments: [
            ["kty": "oct", "k": "AQAB"], ["kty": "EC", "crv": "P-384"], ["kty": "OKP", "crv": "X25519", "x": "AQAB"],
            [:],
            ["kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB"], ["kty": "OKP", "crv": "Ed25519", "x": "AQAB"],
            ["kty": 1], ["kty": "RSA", "n": 5, "e": "AQAB"],
        ] as [JSON])
    func `is refused when it is of another kind`(jwk: JSON) throws {
        #expect(PublicKey(jwk: try #require(jwk.object)) == nil)
    }
}

@Suite struct `A public key as PEM` {
    @Test func `is the key of its JWK`() throws {
        let rsa = try PublicKeyFile(ProofForge.rsa.publicKey.pemRepresentation)
        #expect(rsa.key.thumbprint == PublicKey(jwk: try ProofForge.jwk(ProofForge.rsa))?.thumbprint)
        #expect(rsa.expiresAt == nil)
        let p256 = try PublicKeyFile(ProofForge.p256.publicKey.pemRepresentation)
        #expect(p256.key.thumbprint == PublicKey(jwk: ProofForge.jwk(ProofForge.p256))?.thumbprint)
    }

    @Test func `may be the older form of RSA`() throws {
        let body = ProofForge.rsa.publicKey.pkcs1DERRepresentation.base64EncodedString()
        let file = try PublicKeyFile("-----BEGIN RSA PUBLIC KEY-----\n\(body)\n-----END RSA PUBLIC KEY-----")
        #expect(file.key.thumbprint == PublicKey(jwk: try ProofForge.jwk(ProofForge.rsa))?.thumbprint)
    }

    @Test func `may be a certificate, whose end is the key's`() throws {
        let file = try PublicKeyFile(SampleKeys.current.certificatePEM)
        #expect(file.expiresAt == ManualClock.start + .seconds(14 * 365 * 86_400))
        let own = try _RSA.Signing.PrivateKey(derRepresentation: SampleKeys.current.privateKey.exposed)
        #expect(file.key.thumbprint == PublicKey(jwk: try ProofForge.jwk(own))?.thumbprint)
    }

    @Test func `may have any line ends, lengths and words around it`() throws {
        let pem = ProofForge.rsa.publicKey.pemRepresentation
        let lines = pem.split(separator: "\n").map(String.init)
        let oneLine = [lines[0], lines[1..<(lines.count - 1)].joined(), lines[lines.count - 1]].joined(separator: "\n")
        for text in [
            pem.replacing("\n", with: "\r\n"), oneLine, "my key\n\n" + pem + "\n", pem.replacing("\n", with: "\n  "),
        ] {
            #expect(try PublicKeyFile(text).key.pem == pem)
        }
    }

    @Test func `is refused with a hint when it is the private key`() {
        let problem = #expect(throws: PublicKeyFile.Problem.self) {
            try PublicKeyFile(ProofForge.rsa.pemRepresentation)
        }
        #expect(problem?.reason.contains("private key") == true)
    }

    @Test(arguments: [
        "", "hello", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n????\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END CERTIFICATE-----", "-----BEGIN -----\nAAAA\n-----END -----",
    ])
    func `is refused when it holds none`(text: String) {
        #expect(throws: PublicKeyFile.Problem.self) { try PublicKeyFile(text) }
    }

    @Test func `is refused when there are two`() {
        let pem = ProofForge.rsa.publicKey.pemRepresentation
        #expect(throws: PublicKeyFile.Problem.self) {
            try PublicKeyFile(pem + "\n" + ProofForge.anotherRSA.publicKey.pemRepresentation)
        }
    }
}
