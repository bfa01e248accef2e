import Crypto
import CryptoExtras
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
    /// RSA, 2048 bits, DER.
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

    /// A new key whose certificate names the issuer's host. Takes some 100 ms of CPU: never inside a transaction.
    package static func generate(host: String, at time: Timestamp) throws(SigningKeyProblem) -> SigningKey {
        do {
            let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            let name = try DistinguishedName { CommonName(String(host.prefix(64))) }
            let start = Date(timeIntervalSince1970: Double(time.seconds))
            let certificate = try Certificate(
                version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: start,
                notValidAfter: start.addingTimeInterval(14 * 365 * 86_400), issuer: name, subject: name,
                signatureAlgorithm: .sha256WithRSAEncryption,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                },
                issuerPrivateKey: .init(key))
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            let fingerprint = SHA256.hash(data: key.publicKey.derRepresentation)
            return SigningKey(
                kid: String(Base64URL.encode(Array(fingerprint)).prefix(21)),
                privateKey: Secret(Array(key.derRepresentation)), certificate: serializer.serializedBytes,
                state: .next, createdAt: time)
        } catch { throw SigningKeyProblem(reason: "a signing key could not be made: \(type(of: error))") }
    }
}

/// Why a key cannot be made or read; for the operator's log.
package struct SigningKeyProblem: Error, Sendable {
    package let reason: String
}
