/// An application that may ask for logins or tokens.
package struct Client: Sendable {
    /// 32 letters or digits, unless the operator chose one.
    package let id: String
    /// The members as the Management API shows them, without id and secret.
    package var properties: JSONObject
    package var secret: Secret<String>
    package let createdAt: Timestamp

    package init(id: String, properties: JSONObject, secret: Secret<String>, createdAt: Timestamp) {
        self.id = id
        self.properties = properties
        self.secret = secret
        self.createdAt = createdAt
    }

    package var name: String { properties["name"]?.string ?? "" }
    package var grantTypes: [String] { properties["grant_types"]?.strings ?? [] }
    /// One way alone: keys where `client_authentication_methods` is set, else what `token_endpoint_auth_method` names.
    package var authenticationMethod: ClientAuthenticationMethod {
        if privateKeyJWT != nil { return .privateKeyJWT }
        return properties["token_endpoint_auth_method"]?.string.flatMap(ClientAuthenticationMethod.init) ?? .secretPost
    }
    /// The ids of the credentials by which the client proves itself.
    package var assertionCredentialIDs: [String] {
        (privateKeyJWT?["credentials"]?.array ?? []).compactMap { $0.object?["id"]?.string }
    }
    private var privateKeyJWT: JSONObject? {
        properties["client_authentication_methods"]?.object?["private_key_jwt"]?.object
    }
    /// Whether `auth0-forwarded-for` of an authenticated call names the caller (contract section 2).
    package var trustsForwardedAddress: Bool { properties["is_token_endpoint_ip_header_trusted"]?.bool ?? false }
    /// The ID token's life.
    package var idTokenLifetime: Duration {
        .seconds(properties["jwt_configuration"]?.object?["lifetime_in_seconds"]?.integer ?? 36_000)
    }
    /// How ID tokens for this client are signed.
    package var idTokenAlgorithm: SigningAlgorithm {
        properties["jwt_configuration"]?.object?["alg"]?.string.flatMap(SigningAlgorithm.init) ?? .rs256
    }
    /// The origins of browser pages that may read this server's answers.
    package var origins: [String] {
        ["web_origins", "allowed_origins", "callbacks"].flatMap { properties[$0]?.strings ?? [] }.compactMap(
            WebOrigin.of)
    }

    /// Whether the given secret is this client's, compared in constant time.
    package func hasSecret(_ given: String) -> Bool {
        !secret.exposed.isEmpty && constantTimeEqual(given.utf8, secret.exposed.utf8)
    }

    package static func newID(_ random: some RandomSource) -> String { random.alphanumerics(32) }
    /// 64 characters: more than 256 bits.
    package static func newSecret(_ random: some RandomSource) -> Secret<String> {
        Secret(random.characters(64, from: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8))
    }
}

/// How a client proves at the token endpoint that it is itself (contract section 3.5).
package enum ClientAuthenticationMethod: String, Sendable, CaseIterable {
    case none
    case secretPost = "client_secret_post"
    case secretBasic = "client_secret_basic"
    /// An assertion signed with the client's own key (RFC 7523).
    case privateKeyJWT = "private_key_jwt"

    /// What `token_endpoint_auth_method` may be; keys are configured in a member of their own.
    static let withoutKeys: [ClientAuthenticationMethod] = [.none, .secretPost, .secretBasic]
}

/// The origin of a web page (RFC 6454): scheme, host and port.
package enum WebOrigin {
    /// `https://app.example:8443` of `https://app.example:8443/callback?x`, lower case, without the scheme's own port, as browsers
    /// write it; nil where there is none.
    package static func of(_ url: String) -> String? {
        guard let scheme = url.range(of: "://") else { return nil }
        let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.isEmpty, !host.contains("@") else { return nil }
        let origin = (url[..<scheme.upperBound] + host).lowercased()
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")]
        where origin.hasPrefix(scheme) && origin.hasSuffix(port) {
            return String(origin.dropLast(port.count))
        }
        return origin
    }
}

extension StringProtocol {
    fileprivate func range(of other: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(other) { return index..<self.index(index, offsetBy: other.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
