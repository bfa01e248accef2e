import Crypto
import Identity

/// The gateway's end of the token that signs each call: HS256, and the two names agreed on.
enum GatewayToken {
    static let secret = "a secret for signing gateway calls in a benchmark"
    static let subject = "urn:Auth0"
    static let audience = "urn:MySmsGateway"

    private static let key = SymmetricKey(data: Array(secret.utf8))

    /// Whether an `Authorization` header's value is `Bearer` and a token that the agreed secret signed.
    static func isRight(_ authorization: String) -> Bool {
        let parts = authorization.dropFirst("Bearer ".count).split(separator: ".", omittingEmptySubsequences: false)
        guard authorization.hasPrefix("Bearer "), parts.count == 3, let signature = Base64URL.decode(parts[2]),
            let payload = Base64URL.decode(parts[1]), let claims = try? JSON.parse(payload).object
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            signature, authenticating: Array("\(parts[0]).\(parts[1])".utf8), using: key)
            && claims["sub"]?.string == subject && claims["aud"]?.string == audience
    }
}
