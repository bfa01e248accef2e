/// What the Management API accepts in a client, and what it fills in (contract section 8.5).
package enum ClientRules {
    private static let urls = Shape.array(of: .string(min: 1, max: 2_000), max: 200, unique: false)

    /// The grant types that a client may hold; those the token endpoint does not offer are stored for migration and never granted.
    package static let grantTypes = [
        "authorization_code", "implicit", "refresh_token", "client_credentials", "password",
        "http://auth0.com/oauth/grant-type/password-realm",
        "http://auth0.com/oauth/grant-type/passwordless/otp",
        "http://auth0.com/oauth/grant-type/mfa-oob", "http://auth0.com/oauth/grant-type/mfa-otp",
        "http://auth0.com/oauth/grant-type/mfa-recovery-code",
        "urn:ietf:params:oauth:grant-type:device_code", "urn:openid:params:grant-type:ciba",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
    ]

    private static let jwtConfiguration = ObjectShape([
        "lifetime_in_seconds": .init(.integer(min: 1, max: 2_592_000), "Seconds that an ID token lives"),
        "secret_encoded": .init(.boolean, "Whether the client secret is base64 encoded"),
        "alg": .init(.choice(SigningAlgorithm.allCases.map(\.rawValue)), "The ID token's algorithm"),
        "scopes": .init(.any, "Reserved"),
    ])

    /// The members that both creation and change know.
    private static let shared: KeyValuePairs<String, ObjectShape.Property> = [
        "name": .init(.string(min: 1, max: 255, format: clientName), "The name of the client"),
        "description": .init(.string(max: 140), "Free text description of the purpose of the client"),
        "logo_uri": .init(.string(max: 2_000), "The URL of the client logo"),
        "callbacks": .init(urls, "URLs that may be called back with an authentication answer"),
        "allowed_origins": .init(urls, "Origins that may call this server from a page"),
        "web_origins": .init(urls, "Origins that may use the web_message response mode"),
        "allowed_logout_urls": .init(urls, "URLs that are valid to return to after logout"),
        "client_aliases": .init(urls, "Audiences for SAML protocols"),
        "allowed_clients": .init(urls, "Clients allowed to make a delegation request"),
        "grant_types": .init(.array(of: .choice(grantTypes), max: 50, unique: true), "The client's grant types"),
        "token_endpoint_auth_method": .init(
            .choice(ClientAuthenticationMethod.withoutKeys.map(\.rawValue)), "The authentication method"),
        "app_type": .init(
            .choice(["native", "spa", "regular_web", "non_interactive", "resource_server", "express_configuration"]),
            "The type of application"),
        "is_first_party": .init(.boolean, "Whether this client is a first party client"),
        "oidc_conformant": .init(.boolean, "Whether this client conforms to strict OIDC specifications"),
        "jwt_configuration": .init(.object(jwtConfiguration), "Configuration of ID tokens"),
        "refresh_token": .init(.object(RefreshTokenRules.shape), "Refresh token configuration"),
        "sso": .init(.boolean, "Whether single sign-on is used"),
        "sso_disabled": .init(.boolean, "Whether single sign-on is disabled"),
        "cross_origin_authentication": .init(.boolean, "Whether cross origin requests may authenticate"),
        "cross_origin_auth": .init(.boolean, "Deprecated form of cross_origin_authentication"),
        "cross_origin_loc": .init(.string(max: 2_000), "URL of the page that verifies cross origin requests"),
        "custom_login_page_on": .init(.boolean, "Whether the custom login page is used"),
        "custom_login_page": .init(.string(max: 100_000), "The content of the custom login page"),
        "custom_login_page_preview": .init(.string(max: 100_000), "The content of the previewed login page"),
        "is_token_endpoint_ip_header_trusted": .init(
            .boolean, "Whether auth0-forwarded-for is trusted of authenticated calls"),
        "client_metadata": .init(.map(of: .nullable(.string(max: 255)), max: 50), "Metadata of the client"),
        "initiate_login_uri": .init(.string(max: 2_000), "URI that starts a login, https"),
        "organization_usage": .init(.choice(["deny", "allow", "require"]), "How organisations are used"),
        "organization_require_behavior": .init(
            .choice(["no_prompt", "pre_login_prompt", "post_login_prompt"]), "When organisations are asked for"),
        "mobile": .init(.object(ObjectShape(allowsOthers: true, [:])), "Configuration of native applications"),
        "addons": .init(.object(ObjectShape(allowsOthers: true, [:])), "Add-ons"),
        "encryption_key": .init(.object(ObjectShape(allowsOthers: true, [:])), "Encryption key"),
        "native_social_login": .init(.object(ObjectShape(allowsOthers: true, [:])), "Native social login"),
        "oidc_logout": .init(.object(ObjectShape(allowsOthers: true, [:])), "OIDC logout"),
        "default_organization": .init(.object(ObjectShape(allowsOthers: true, [:])), "Default organisation"),
        "require_pushed_authorization_requests": .init(.inert([false]), "Whether PAR is required"),
        "skip_non_verifiable_callback_uri_confirmation_prompt": .init(
            .nullable(.boolean), "Whether a login that stands goes on unasked to addresses that prove nothing"),
        "require_proof_of_possession": .init(.boolean, "Whether proof of possession is required"),
        "compliance_level": .init(.string(max: 64), "The compliance level"),
        "form_template": .init(.string(max: 100_000), "HTML form template for WS-Federation"),
    ]

    /// Members that other parts of Auth0 look at: kept for whoever moves here, without effect.
    private static let kept = [
        "oidc_backchannel_logout", "session_transfer", "fedcm_login", "organization_discovery_methods",
        "token_exchange", "par_request_expiry",
        "third_party_security_mode", "redirection_policy", "express_configuration", "my_organization_configuration",
        "async_approval_notification_channels",
    ]

    /// Members that would protect a client and do not here: better refused than believed.
    private static let refused = [
        "signed_request_object", "token_vault_privileged_access", "token_quota",
    ]

    private static let base: ObjectShape = {
        var shape = ObjectShape(shared)
        for name in kept { shape.properties[name] = .init(.any) }
        for name in refused { shape.properties[name] = .init(.inert([.null])) }
        return shape
    }()

    /// The body of `POST /clients`.
    package static let creation: ObjectShape = {
        var shape = base
        shape.properties[ClientKeysRules.member] = ClientKeysRules.creation
        for (name, property) in shape.properties {
            shape.properties[name] = .init(.nullable(property.shape), property.description)
        }
        shape.properties["name"] = .init(
            .string(min: 1, max: 255, format: clientName), required: true, "The name of the client")
        return shape
    }()

    /// The body of `PATCH /clients/{id}`: `null` brings a member's default back.
    package static let patch: ObjectShape = {
        var shape = base
        shape.properties[ClientKeysRules.member] = ClientKeysRules.patch
        shape = shape.asPatch()
        shape.properties["name"] = .init(.string(min: 1, max: 255, format: clientName), "The name of the client")
        shape.properties["client_secret"] = .init(.string(min: 32, max: 1_024), "The secret of the client")
        return shape
    }()

    private static let clientName = TextFormat("client-name") { !$0.contains("<") && !$0.contains(">") }

    /// What a client has that nobody set.
    static func defaults(authenticationMethod: ClientAuthenticationMethod, isWebPage: Bool) -> JSONObject {
        let grants = ["authorization_code", "implicit", "refresh_token"]
        return [
            "is_first_party": true,
            "oidc_conformant": false,
            "sso_disabled": false,
            "cross_origin_authentication": false,
            "custom_login_page_on": true,
            "is_token_endpoint_ip_header_trusted": false,
            "jwt_configuration": ["secret_encoded": false, "lifetime_in_seconds": 36_000, "alg": "RS256"],
            "grant_types": .strings(authenticationMethod == .none ? grants : grants + ["client_credentials"]),
            "token_endpoint_auth_method": .string(authenticationMethod.rawValue),
            "refresh_token": .object(RefreshTokenRules.defaults(isPublic: isWebPage || authenticationMethod == .none)),
        ]
    }
}
