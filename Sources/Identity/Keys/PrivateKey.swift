import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// A private key of this server's, unpacked and ready to sign.
package enum PrivateKey: Sendable {
    case rsa(_RSA.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)

    /// A new one. An RSA key takes some 100 ms of CPU.
    static func generate(_ kind: SigningKeyKind) throws -> PrivateKey {
        switch kind {
        case .rsa: .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048))
        case .p256: .p256(P256.Signing.PrivateKey())
        case .ed25519: .ed25519(Curve25519.Signing.PrivateKey())
        }
    }

    /// Reads what `derRepresentation` wrote.
    init(derRepresentation bytes: [UInt8]) throws {
        switch SigningKeyKind(privateKey: bytes) {
        case .rsa: self = .rsa(try _RSA.Signing.PrivateKey(derRepresentation: bytes))
        case .p256: self = .p256(try P256.Signing.PrivateKey(derRepresentation: bytes))
        case .ed25519:
            guard bytes.count == PrivateKey.ed25519Prefix.count + 32, bytes.starts(with: PrivateKey.ed25519Prefix)
            else { throw SigningKeyProblem(reason: "an Ed25519 key is not in the form that this server writes") }
            self = .ed25519(
                try Curve25519.Signing.PrivateKey(rawRepresentation: bytes[PrivateKey.ed25519Prefix.count...]))
        }
    }

    /// The form that is stored: PKCS#8 (RFC 5958), and PKCS#1 (RFC 8017) for RSA.
    var derRepresentation: [UInt8] {
        switch self {
        case .rsa(let key): Array(key.derRepresentation)
        case .p256(let key): Array(key.derRepresentation)
        case .ed25519(let key): PrivateKey.ed25519Prefix + key.rawRepresentation
        }
    }

    /// What stands before an Ed25519 key's 32 bytes (RFC 8410 section 7).
    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    package var kind: SigningKeyKind {
        switch self {
        case .rsa: .rsa
        case .p256: .p256
        case .ed25519: .ed25519
        }
    }

    /// The half that others may have; nil for an RSA key of a size that nobody should use.
    var publicKey: PublicKey? {
        switch self {
        case .rsa(let key): PublicKey(.rsa(key.publicKey))
        case .p256(let key): PublicKey(.p256(key.publicKey))
        case .ed25519(let key): PublicKey(.ed25519(key.publicKey))
        }
    }

    /// The key as a certificate's issuer, and the algorithm that signs the certificate.
    var certifying: (key: Certificate.PrivateKey, algorithm: Certificate.SignatureAlgorithm) {
        switch self {
        case .rsa(let key): (.init(key), .sha256WithRSAEncryption)
        case .p256(let key): (.init(key), .ecdsaWithSHA256)
        case .ed25519(let key): (.init(key), .ed25519)
        }
    }

    /// The signature over a JWS signing input, made by BoringSSL on the thread that calls. Fails where the algorithm is not
    /// one of the key's.
    package func signature(of input: [UInt8], algorithm: SigningAlgorithm) throws(SigningFailure) -> [UInt8] {
        do {
            switch (self, algorithm) {
            case (.rsa(let key), .rs256):
                return Array(try key.signature(for: input, padding: .insecurePKCS1v1_5).rawRepresentation)
            case (.rsa(let key), .ps256): return Array(try key.signature(for: input, padding: .PSS).rawRepresentation)
            case (.p256(let key), .es256): return Array(try key.signature(for: input).rawRepresentation)
            case (.ed25519(let key), .edDSA): return Array(try key.signature(for: input))
            case (.rsa, _), (.p256, _), (.ed25519, _): throw SigningFailure.failed
            }
        } catch { throw .failed }
    }
}

extension SigningKeyKind {
    /// What a stored private key is: PKCS#8 names its algorithm; what names none, or another, is taken for RSA.
    package init(privateKey der: [UInt8]) {
        switch SigningKeyKind.algorithm(inPKCS8: der) {
        case [1, 2, 840, 10_045, 2, 1]: self = .p256
        case [1, 3, 101, 112]: self = .ed25519
        default: self = .rsa
        }
    }

    /// The algorithm of `SEQUENCE { version, SEQUENCE { algorithm, … }, … }`.
    private static func algorithm(inPKCS8 der: [UInt8]) -> ASN1ObjectIdentifier? {
        guard let root = try? DER.parse(der), case .constructed(let members) = root.content else { return nil }
        var iterator = members.makeIterator()
        guard iterator.next()?.identifier == .integer, let second = iterator.next(),
            case .constructed(let parts) = second.content
        else { return nil }
        var inner = parts.makeIterator()
        return inner.next().flatMap { try? ASN1ObjectIdentifier(derEncoded: $0) }
    }
}
