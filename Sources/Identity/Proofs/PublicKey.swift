import Crypto
import CryptoExtras
import Foundation

/// A public key, good for checking signatures: RSA of 2048 to 4096 bits, P-256 or Ed25519.
package struct PublicKey: Sendable {
    enum Kind: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
    }

    let kind: Kind
    /// The members of a JSON Web Key that tell the key (RFC 7638 section 3.2), in the order of their names.
    let requiredMembers: JSONObject
    /// SHA-256 over the key's required members, in base64url (RFC 7638). Two writings of one key have the same.
    package let thumbprint: String

    /// The sizes of RSA keys that are neither weak nor a burden to check.
    static let bits = 2_048...4_096

    /// Nil for an RSA key of another size.
    init?(_ kind: Kind) {
        if case .rsa(let key) = kind, !PublicKey.bits.contains(key.keySizeInBits) { return nil }
        guard let members = kind.requiredMembers else { return nil }
        self.kind = kind
        requiredMembers = members
        thumbprint = Base64URL.encode(SHA256.hash(data: JSON.object(members).serialized()).map { $0 })
    }

    /// Whether the key signed the bytes with exactly this algorithm; false where the algorithm is not one of the key's.
    package func isSignature(_ signature: [UInt8], of input: [UInt8], algorithm: ProofAlgorithm) -> Bool {
        switch (kind, algorithm) {
        case (.rsa(let key), .rs256):
            key.isValidSignature(.init(rawRepresentation: signature), for: input, padding: .insecurePKCS1v1_5)
        case (.rsa(let key), .rs384):
            key.isValidSignature(
                .init(rawRepresentation: signature), for: SHA384.hash(data: input), padding: .insecurePKCS1v1_5)
        case (.rsa(let key), .ps256):
            key.isValidSignature(.init(rawRepresentation: signature), for: input, padding: .PSS)
        case (.p256(let key), .es256):
            (try? P256.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: input)
            } ?? false
        case (.ed25519(let key), .edDSA): key.isValidSignature(signature, for: input)
        case (.rsa, _), (.p256, _), (.ed25519, _): false
        }
    }

    /// The key as PEM (RFC 7468, `PUBLIC KEY`); nil for Ed25519, which no client's credential has.
    package var pem: String? {
        switch kind {
        case .rsa(let key): key.pemRepresentation
        case .p256(let key): key.pemRepresentation
        case .ed25519: nil
        }
    }

    /// Whether this is an RSA key.
    package var isRSA: Bool { if case .rsa = kind { true } else { false } }
}

extension PublicKey.Kind {
    /// The members of RFC 7638 section 3.2, in the order of their names.
    fileprivate var requiredMembers: JSONObject? {
        func text(_ bytes: some Collection<UInt8>) -> JSON { .string(Base64URL.encode(bytes)) }
        switch self {
        case .rsa(let key):
            guard let numbers = try? key.getKeyPrimitives() else { return nil }
            return ["e": text(numbers.publicExponent), "kty": "RSA", "n": text(numbers.modulus)]
        case .p256(let key):
            let point = key.rawRepresentation
            return ["crv": "P-256", "kty": "EC", "x": text(point.prefix(32)), "y": text(point.suffix(32))]
        case .ed25519(let key): return ["crv": "Ed25519", "kty": "OKP", "x": text(key.rawRepresentation)]
        }
    }
}
