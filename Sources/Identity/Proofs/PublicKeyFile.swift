import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// A public key as people keep it: PEM of a `PUBLIC KEY`, an `RSA PUBLIC KEY` or a `CERTIFICATE` (RFC 7468, RFC 8017).
package struct PublicKeyFile: Sendable {
    package let key: PublicKey
    /// When the certificate ends; nil where the file holds a bare key.
    package let expiresAt: Timestamp?

    /// Why a text is not such a file; the sentence may be shown to whoever sent it.
    package struct Problem: Error, Sendable, Equatable {
        package let reason: String
    }

    /// Reads one PEM block. A certificate is taken for its key: neither its signature nor its time is looked at.
    package init(_ text: String) throws(Problem) {
        guard let block = PEMBlock(text) else { throw Problem(reason: "it is not one PEM block") }
        guard !block.label.hasSuffix("PRIVATE KEY") else {
            throw Problem(reason: "it holds a private key: keep that to yourself and send its public key")
        }
        let kind: PublicKey.Kind?
        var expiresAt: Timestamp?
        switch block.label {
        case "PUBLIC KEY":
            kind = (try? Certificate.PublicKey(derEncoded: block.bytes)).flatMap(PublicKey.Kind.init)
        case "RSA PUBLIC KEY":
            kind = (try? _RSA.Signing.PublicKey(derRepresentation: block.bytes)).map(PublicKey.Kind.rsa)
        case "CERTIFICATE":
            let certificate = try? Certificate(derEncoded: block.bytes)
            kind = (certificate?.publicKey).flatMap(PublicKey.Kind.init)
            expiresAt = certificate.map { Timestamp(seconds: Int($0.notValidAfter.timeIntervalSince1970)) }
        default: throw Problem(reason: "a PEM block of type \(block.label.prefix(32)) holds no public key")
        }
        guard let kind else { throw Problem(reason: "its key cannot be read, or is of a kind that is not accepted") }
        guard let key = PublicKey(kind) else {
            let (least, most) = (PublicKey.bits.lowerBound, PublicKey.bits.upperBound)
            throw Problem(reason: "its RSA key must have \(least) to \(most) bits")
        }
        self.key = key
        self.expiresAt = expiresAt
    }
}

extension PublicKey.Kind {
    fileprivate init?(_ key: Certificate.PublicKey) {
        if let rsa = _RSA.Signing.PublicKey(key) {
            self = .rsa(rsa)
        } else if let p256 = P256.Signing.PublicKey(key) {
            self = .p256(p256)
        } else if let ed25519 = Curve25519.Signing.PublicKey(key) {
            self = .ed25519(ed25519)
        } else {
            return nil
        }
    }
}

/// One block of PEM, read leniently as to line lengths and line ends.
private struct PEMBlock {
    let label: String
    let bytes: [UInt8]

    /// Nil for no block, several, or one that is not base64 between its marks.
    init?(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let content = lines.drop { !$0.hasPrefix("-----BEGIN ") }
        guard let first = content.first, first.hasSuffix("-----"), first.utf8.count >= 16 else { return nil }
        label = String(first.dropFirst(11).dropLast(5))
        guard let end = content.firstIndex(of: "-----END \(label)-----"),
            !content[(end + 1)...].contains(where: { $0.hasPrefix("-----BEGIN ") }),
            let data = Data(base64Encoded: content[(content.startIndex + 1)..<end].joined()), !data.isEmpty
        else { return nil }
        bytes = Array(data)
    }
}
