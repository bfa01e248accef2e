import Crypto
import Foundation

/// A signing key's certificate in the forms that people and programs compare it by.
extension SigningKey {
    /// PEM (RFC 7468) with CRLF, as Auth0 writes it.
    package var certificatePEM: String {
        let lines = Data(certificate).base64EncodedString(options: [
            .lineLength64Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return "-----BEGIN CERTIFICATE-----\r\n\(lines)\r\n-----END CERTIFICATE-----"
    }

    /// The certificate's SHA-1 in 40 upper-case hexadecimal digits: a name, not a protection.
    package var thumbprint: String { Insecure.SHA1.hash(data: certificate).hex.uppercased() }

    /// The same with colons between the bytes.
    package var fingerprint: String {
        Insecure.SHA1.hash(data: certificate).map { CollectionOfOne($0).hex.uppercased() }.joined(separator: ":")
    }
}
