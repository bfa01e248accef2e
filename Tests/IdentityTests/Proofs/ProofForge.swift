import Crypto
import CryptoExtras
import Foundation
import Identity
import TestSupport

/// Keys of clients and callers, and tokens signed with them. RSA keys are made once for all tests of this target.
enum ProofForge {
    static let rsa = make(.bits2048)
    static let anotherRSA = make(.bits2048)
    static let p256 = P256.Signing.PrivateKey()
    static let ed25519 = Curve25519.Signing.PrivateKey()

    private static func make(_ size: _RSA.Signing.KeySize) -> _RSA.Signing.PrivateKey {
        do { return try _RSA.Signing.PrivateKey(keySize: size) } catch { preconditionFailure("no RSA key: \(error)") }
    }

    /// The public half as a JWK.
    static func jwk(_ key: _RSA.Signing.PrivateKey) throws -> JSONObject {
        let numbers = try key.publicKey.getKeyPrimitives()
        return [
            "kty": "RSA", "n": .string(Base64URL.encode(numbers.modulus)),
            "e": .string(Base64URL.encode(numbers.publicExponent)),
        ]
    }

    static func jwk(_ key: P256.Signing.PrivateKey) -> JSONObject {
        let point = key.publicKey.rawRepresentation
        return [
            "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point.prefix(32))),
            "y": .string(Base64URL.encode(point.suffix(32))),
        ]
    }

    static func jwk(_ key: Curve25519.Signing.PrivateKey) -> JSONObject {
        ["kty": "OKP", "crv": "Ed25519", "x": .string(Base64URL.encode(key.publicKey.rawRepresentation))]
    }

    /// A signature by the sample key that fits the algorithm; empty for `none`.
    static func signature(_ algorithm: String, of input: [UInt8]) throws -> [UInt8] {
        switch algorithm {
        case "RS256": Array(try rsa.signature(for: input, padding: .insecurePKCS1v1_5).rawRepresentation)
        case "RS384":
            Array(try rsa.signature(for: SHA384.hash(data: input), padding: .insecurePKCS1v1_5).rawRepresentation)
        case "PS256": Array(try rsa.signature(for: input, padding: .PSS).rawRepresentation)
        case "ES256": Array(try p256.signature(for: input).rawRepresentation)
        case "EdDSA": Array(try ed25519.signature(for: input))
        default: []
        }
    }

    /// A compact token of this header and these claims; header and claims may be text, to hold what no object can.
    static func token(
        _ header: String, _ claims: String, sign: ([UInt8]) throws -> [UInt8]
    ) rethrows -> String {
        let input = "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(claims.utf8))"
        return "\(input).\(Base64URL.encode(try sign(Array(input.utf8))))"
    }

    static func token(
        _ header: JSONObject, _ claims: JSONObject, sign: (([UInt8]) throws -> [UInt8])? = nil
    ) throws -> String {
        let algorithm = header["alg"]?.string ?? ""
        return try token(
            String(decoding: JSON.object(header).serialized(), as: UTF8.self),
            String(decoding: JSON.object(claims).serialized(), as: UTF8.self),
            sign: sign ?? { try signature(algorithm, of: $0) })
    }
}
