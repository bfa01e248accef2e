import Crypto
import Foundation

/// Writes and reads signed tokens in compact form (RFC 7515). The algorithm is the caller's, never the token's.
package enum JWS {
    /// `header.payload` in base64url: what gets signed.
    static func signingInput(header: JSONObject, claims: JSONObject) -> [UInt8] {
        var input: [UInt8] = []
        input.reserveCapacity(1_024)
        Base64URL.encode(JSON.object(header).serialized(), into: &input)
        input.append(UInt8(ascii: "."))
        Base64URL.encode(JSON.object(claims).serialized(), into: &input)
        return input
    }

    /// The finished token.
    static func token(_ input: [UInt8], signature: some Collection<UInt8>) -> String {
        var bytes = input
        bytes.append(UInt8(ascii: "."))
        Base64URL.encode(signature, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// HS256.
    static func authenticate(_ input: [UInt8], secret: Secret<String>) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: input, using: SymmetricKey(data: Array(secret.exposed.utf8))))
    }

    /// A token taken apart, its signature not yet looked at.
    package struct Parsed: Sendable {
        package let header: JSONObject
        package let algorithm: String
        package let kid: String?
        package let claims: JSONObject
        let input: [UInt8]
        let signature: [UInt8]

        /// Nil for anything that is not a compact JWS of at most 8 KiB.
        package init?(_ token: String) {
            guard token.utf8.count <= 8_192 else { return nil }
            let bytes = Array(token.utf8)
            let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard parts.count == 3, let headerBytes = Base64URL.decode(parts[0]),
                let claimBytes = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2]),
                let header = try? JSON.parse(headerBytes).object, let claims = try? JSON.parse(claimBytes).object,
                let algorithm = header["alg"]?.string, header["crit"] == nil
            else { return nil }
            self.header = header
            self.algorithm = algorithm
            kid = header["kid"]?.string
            self.claims = claims
            self.signature = signature
            input = Array(bytes[..<parts[1].endIndex])
        }

        /// Whether the ring's key of this kid signed the token, with an algorithm of that key's.
        package func isSigned(by ring: KeyRing) -> Bool {
            guard let kid, let entry = ring.entry(kid: kid),
                SigningAlgorithm(rawValue: algorithm)?.keyKind == entry.kind
            else { return false }
            return isSigned(by: entry.publicKey)
        }

        /// Whether the secret authenticates the token with HS256.
        package func isAuthentic(secret: Secret<String>) -> Bool {
            algorithm == SigningAlgorithm.hs256.rawValue
                && constantTimeEqual(JWS.authenticate(input, secret: secret), signature)
        }
    }
}
