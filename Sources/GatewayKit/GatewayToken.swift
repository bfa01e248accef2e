import Foundation
import JWTKit

/// What a verified token said. To hold one means that signature, audience, subject and times were checked.
public struct GatewayToken: Sendable, Equatable {
    /// `sub`: the sender this gateway trusts, for instance `urn:Auth0`.
    public let subject: String

    /// `aud`: the gateways the token is meant for; the verifier's own is among them.
    public let audience: [String]

    /// `iat`: when the token was made, if it says.
    public let issuedAt: Date?

    /// `exp`: when the token ends, if it says.
    public let expiresAt: Date?

    /// `jti`: the token's own id, if it has one.
    public let id: String?
}

/// The claims as they arrive. Every one may be absent; none is believed before ``GatewayVerifier`` has looked.
struct TokenClaims: JWTPayload {
    let sub: String?
    let aud: Audience?
    let iat: Double?
    let nbf: Double?
    let exp: Double?
    let jti: String?

    /// One string or a list of them (RFC 7519 section 4.1.3).
    struct Audience: Codable {
        let names: [String]

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let one = try? value.decode(String.self) {
                names = [one]
            } else {
                names = try value.decode([String].self)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            try value.encode(names)
        }
    }

    /// The signature has been checked when this is called; the claims are judged by ``GatewayVerifier``, which knows the time.
    func verify(using algorithm: some JWTAlgorithm) {}
}
