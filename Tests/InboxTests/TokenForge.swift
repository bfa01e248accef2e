import Foundation
import GatewayKit
import JWTKit

/// Makes gateway tokens, right ones and wrong ones.
enum TokenForge {
    static let secret = "0123456789abcdef0123456789abcdef"
    static let audience = "urn:MySmsGateway"
    static let subject = "urn:Auth0"

    /// The present of every test.
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    static func verifier(requiresExpiry: Bool = true) throws -> GatewayVerifier {
        try GatewayVerifier(
            secret: .text(secret), audience: audience, subject: subject, requiresExpiry: requiresExpiry)
    }

    /// The claims of a token; what is `nil` is left out.
    struct Claims: JWTPayload {
        var sub: String? = TokenForge.subject
        var aud: [String]? = [TokenForge.audience]
        var iat: Double? = TokenForge.now.timeIntervalSince1970
        var nbf: Double?
        var exp: Double? = TokenForge.now.timeIntervalSince1970 + 60
        var jti: String? = "token-1"

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    /// A token with these claims. The digest's name becomes the token's `alg`.
    static func token(
        _ claims: Claims = Claims(), secret: [UInt8] = Array(secret.utf8), digest: DigestAlgorithm = .sha256,
        header: JWTHeader = JWTHeader()
    ) async throws -> String {
        try await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: digest)
            .sign(claims, header: header)
    }

    /// The same, as the value of an `Authorization` header.
    static func bearer(_ claims: Claims = Claims()) async throws -> String {
        "Bearer \(try await token(claims))"
    }
}
