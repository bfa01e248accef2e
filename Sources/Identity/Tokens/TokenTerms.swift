/// What is agreed on an access token in a user's name.
package struct AccessTokenTerms: Sendable {
    package let scope: Scope
    /// Nil for the API's own, or the usual one of tokens without an API.
    package var lifetime: Duration?
    /// The login it comes from, with which it can be revoked; nil where that has no name.
    package var grantID: String?
    /// The key whose possession its user must prove (RFC 9449 section 6); nil for a bearer token.
    package var keyThumbprint: String?

    package init(scope: Scope, lifetime: Duration? = nil, grantID: String? = nil, keyThumbprint: String? = nil) {
        self.scope = scope
        self.lifetime = lifetime
        self.grantID = grantID
        self.keyThumbprint = keyThumbprint
    }
}

/// What is agreed on an ID token.
package struct IDTokenTerms: Sendable {
    package let scope: Scope
    package let authenticatedAt: Timestamp
    package var nonce: String?
    /// `sid`.
    package var sessionID: String?
    /// What is delivered beside it, to be named by its hash.
    package var accessToken: String?
    package var code: String?

    package init(scope: Scope, authenticatedAt: Timestamp) {
        self.scope = scope
        self.authenticatedAt = authenticatedAt
    }
}

/// The `jti` of access tokens: the login's name, a dash and something of its own, so that a token can be revoked with its login.
package enum AccessTokenID {
    static func new(grantID: String?, _ random: any RandomSource) -> String {
        grantID.map { "\($0)-\(random.alphanumerics(12))" } ?? random.alphanumerics(22)
    }

    /// The login's name in a `jti`; nil where there is none.
    package static func grantID(of id: String) -> String? {
        guard let dash = id.utf8.firstIndex(of: UInt8(ascii: "-")) else { return nil }
        return String(id[..<dash])
    }
}
