/// What the browser flow reads of a client.
extension Client {
    /// Where a login's answer may be sent, as registered.
    package var callbacks: [String] { properties["callbacks"]?.strings ?? [] }
    /// The origins that may use the `web_message` response mode.
    package var webOrigins: [String] { properties["web_origins"]?.strings ?? [] }
    /// The origins that may call this server from a page.
    package var allowedOrigins: [String] { properties["allowed_origins"]?.strings ?? [] }
    /// Where a logout may return to, as registered.
    package var allowedLogoutURLs: [String] { properties["allowed_logout_urls"]?.strings ?? [] }
    /// `native`, `spa`, `regular_web`, `non_interactive` and the like; nil where nobody said.
    package var applicationType: String? { properties["app_type"]?.string }
    /// Whether the client has no way to prove at the token endpoint that it is itself (RFC 6749 section 2.1).
    package var isPublic: Bool { authenticationMethod == .none }
    /// Whether the client belongs to whoever runs this server, so that nobody is asked for consent.
    package var isFirstParty: Bool { properties["is_first_party"]?.bool ?? true }
    /// Whether pages of the client may log in through `/co/authenticate`; the deprecated name counts where the other is off.
    package var allowsCrossOriginAuthentication: Bool {
        properties["cross_origin_authentication"]?.bool == true || properties["cross_origin_auth"]?.bool == true
    }
    /// Whether pages of the client may collect codes themselves and bring them, rather than leave that to the hosted page.
    package var mayBringCodes: Bool { allowsCrossOriginAuthentication || grantTypes.contains(PasswordlessGrant.type) }
    /// Whether the client's people prove who they are each time, whoever is logged in.
    package var isSingleSignOnDisabled: Bool { properties["sso_disabled"]?.bool ?? false }
    /// Whether a login that stands goes on unasked to addresses of this machine and to schemes of applications.
    package var skipsConfirmation: Bool {
        properties["skip_non_verifiable_callback_uri_confirmation_prompt"]?.bool ?? false
    }
    /// Whether tokens are given only to who proves possession of a key (RFC 9449).
    package var requiresProofOfPossession: Bool { properties["require_proof_of_possession"]?.bool ?? false }
    /// Where a login that was started elsewhere begins anew (OpenID Connect Core section 4).
    package var initiateLoginURI: String? { properties["initiate_login_uri"]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    /// The client's logo.
    package var logoURI: String? { properties["logo_uri"]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    /// How long the client's refresh tokens live, and whether each is used once.
    package var refreshTokenPolicy: RefreshTokenPolicy {
        RefreshTokenPolicy(properties["refresh_token"]?.object ?? [:])
    }
}
