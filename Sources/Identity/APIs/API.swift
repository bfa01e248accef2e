/// An API that tokens are made for: a "resource server" on the wire.
package struct API: Sendable {
    /// 24 hexadecimal digits.
    package let id: String
    /// The audience. Changes only for the Management API, which follows the issuer.
    package let identifier: String
    /// The members as the Management API shows them, without id, identifier, secret and `is_system`.
    package var properties: JSONObject
    /// The key of HS256 tokens.
    package var signingSecret: Secret<String>
    /// Whether this is the Management API itself, which nobody changes or deletes.
    package let isSystem: Bool
    package let createdAt: Timestamp

    package init(
        id: String, identifier: String, properties: JSONObject, signingSecret: Secret<String>, isSystem: Bool,
        createdAt: Timestamp
    ) {
        self.id = id
        self.identifier = identifier
        self.properties = properties
        self.signingSecret = signingSecret
        self.isSystem = isSystem
        self.createdAt = createdAt
    }

    package var algorithm: SigningAlgorithm {
        properties["signing_alg"]?.string.flatMap(SigningAlgorithm.init) ?? .rs256
    }
    package var tokenLifetime: Duration { .seconds(properties["token_lifetime"]?.integer ?? 86_400) }
    /// The life of tokens that go through the browser (implicit and hybrid flows).
    package var tokenLifetimeForWeb: Duration {
        .seconds(min(properties["token_lifetime_for_web"]?.integer ?? 7_200, Int(tokenLifetime.components.seconds)))
    }
    /// Whether its users may be given refresh tokens.
    package var allowsOfflineAccess: Bool { properties["allow_offline_access"]?.bool ?? false }
    /// Whether people are asked even by the operator's own clients: where somebody said so, not where nobody said anything.
    package var asksForConsent: Bool { properties["skip_consent_for_verifiable_first_party_clients"]?.bool == false }
    package var dialect: TokenDialect {
        properties["token_dialect"]?.string.flatMap(TokenDialect.init) ?? .accessToken
    }
    /// The scopes that the API knows.
    package var scopes: [String] {
        (properties["scopes"]?.array ?? []).compactMap { $0.object?["value"]?.string }
    }
    /// Whether a user's token may hold any scope of the API, or only what a client grant lists (`require_client_grant`),
    /// or nothing (`deny_all`).
    package var userPolicy: String {
        properties["subject_type_authorization"]?.object?["user"]?.object?["policy"]?.string ?? "allow_all"
    }
    /// `require_client_grant` or `deny_all`.
    package var clientPolicy: String {
        properties["subject_type_authorization"]?.object?["client"]?.object?["policy"]?.string ?? "require_client_grant"
    }

    package static func newID(_ random: some RandomSource) -> String { random.hexDigits(24) }
    package static func newSecret(_ random: some RandomSource) -> Secret<String> { Secret(random.alphanumerics(32)) }
}

/// How an access token writes its claims (contract section 5.4).
package enum TokenDialect: String, Sendable, CaseIterable {
    case accessToken = "access_token"
    case accessTokenAuthz = "access_token_authz"
    case rfc9068 = "rfc9068_profile"
    case rfc9068Authz = "rfc9068_profile_authz"
}
