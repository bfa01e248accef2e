import Crypto
import Foundation
import SwiftASN1
import X509

/// A key that signs tokens, and where it stands in its life.
package struct SigningKey: Sendable {
    /// `next` is published before it signs; `previous` is published after, until it is revoked or expires.
    package enum State: String, Sendable {
        case next
        case current
        case previous
        case revoked
    }

    /// Names the key in token headers and in JWKS: 21 characters of its public key's hash.
    package let kid: String
    /// DER, which tells its kind.
    package let privateKey: Secret<[UInt8]>
    /// A self-signed certificate of the public key, DER; `x5c` in JWKS.
    package let certificate: [UInt8]
    package var state: State
    package let createdAt: Timestamp
    package var currentSince: Timestamp?
    package var currentUntil: Timestamp?

    package init(
        kid: String, privateKey: Secret<[UInt8]>, certificate: [UInt8], state: State, createdAt: Timestamp,
        currentSince: Timestamp? = nil, currentUntil: Timestamp? = nil
    ) {
        self.kid = kid
        self.privateKey = privateKey
        self.certificate = certificate
        self.state = state
        self.createdAt = createdAt
        self.currentSince = currentSince
        self.currentUntil = currentUntil
    }

    /// What the key is, and so what it signs with.
    package var kind: SigningKeyKind { SigningKeyKind(privateKey: privateKey.exposed) }

    /// A new key whose certificate names the issuer's host. Takes some 100 ms of CPU for RSA: never inside a transaction.
    package static func generate(
        _ kind: SigningKeyKind = .rsa, host: String, at time: Timestamp
    ) throws(SigningKeyProblem) -> SigningKey {
        do {
            let key = try PrivateKey.generate(kind)
            let (issuerKey, algorithm) = key.certifying
            let name = try DistinguishedName { CommonName(String(host.prefix(64))) }
            let start = Date(timeIntervalSince1970: Double(time.seconds))
            let certificate = try Certificate(
                version: .v3, serialNumber: .init(), publicKey: issuerKey.publicKey, notValidBefore: start,
                notValidAfter: start.addingTimeInterval(14 * 365 * 86_400), issuer: name, subject: name,
                signatureAlgorithm: algorithm,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                },
                issuerPrivateKey: issuerKey)
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return SigningKey(
                kid: try kid(of: issuerKey.publicKey), privateKey: Secret(key.derRepresentation),
                certificate: serializer.serializedBytes, state: .next, createdAt: time)
        } catch { throw SigningKeyProblem(reason: "a signing key could not be made: \(type(of: error))") }
    }

    /// Of the SHA-256 over the public key's DER (`SubjectPublicKeyInfo`), in base64url, what a `kid` needs.
    private static func kid(of key: Certificate.PublicKey) throws -> String {
        var serializer = DER.Serializer()
        try serializer.serialize(key)
        let hash = SHA256.hash(data: serializer.serializedBytes)
        return String(Base64URL.encode(Array(hash)).prefix(21))
    }
}

/// Why a key cannot be made or read; for the operator's log.
package struct SigningKeyProblem: Error, Sendable {
    package let reason: String
}
