/// The tenant's settings: those of `/tenants/settings` that have an effect here by name, the others as they came (contract
/// section 8.8).
package struct TenantSettings: Sendable, Equatable {
    package var friendlyName: String?
    package var pictureURL: String?
    package var supportEmail: String?
    package var supportURL: String?
    /// The audience of calls that name none.
    package var defaultAudience: String?
    /// `flags.enforce_client_authentication_on_passwordless_start`: confidential clients must authenticate at start.
    package var enforcesClientAuthenticationOnStart = true
    /// `flags.remove_alg_from_jwks`: published keys do not name their algorithm.
    package var removesAlgFromJWKS = false
    /// Settings and flags without an effect here, kept for whoever moves here.
    private var others: JSONObject = [:]
    private var otherFlags: JSONObject = [:]

    package init() {}
    /// Reads what `json` writes; what is missing keeps its default.
    package init(_ stored: JSONObject) {
        self.init()
        apply(stored)
    }

    /// The object of `/tenants/settings`, and the stored form.
    package var json: JSONObject {
        var object: JSONObject = [:]
        object["friendly_name"] = friendlyName.map { .string($0) }
        object["picture_url"] = pictureURL.map { .string($0) }
        object["support_email"] = supportEmail.map { .string($0) }
        object["support_url"] = supportURL.map { .string($0) }
        object["default_audience"] = .string(defaultAudience ?? "")
        let flags: JSONObject = [
            "enforce_client_authentication_on_passwordless_start": .bool(enforcesClientAuthenticationOnStart),
            "remove_alg_from_jwks": .bool(removesAlgFromJWKS),
        ]
        object["flags"] = .object(flags.filled(from: otherFlags))
        return object.filled(from: others)
    }

    private static let shape: ObjectShape = {
        var shape = ObjectShape([
            "friendly_name": .init(.nullable(.string(max: 255)), "Friendly name for this tenant"),
            "picture_url": .init(.nullable(.string(max: 2_000)), "URL of logo to be shown for this tenant"),
            "support_email": .init(.nullable(.string(max: 320)), "End-user support email"),
            "support_url": .init(.nullable(.string(max: 2_000)), "End-user support URL"),
            "default_audience": .init(.nullable(.string(max: 600)), "Default audience"),
            "flags": .init(
                .object(
                    ObjectShape(
                        allowsOthers: true,
                        [
                            "enforce_client_authentication_on_passwordless_start": .init(
                                .boolean, "Whether confidential clients must authenticate at start"),
                            "remove_alg_from_jwks": .init(.boolean, "Whether alg is left out of the keys"),
                        ])), "Flags used to change the behavior of this tenant"),
            // It would narrow who can log in, and does not.
            "country_codes": .init(.inert([.null]), "Countries whose numbers are accepted"),
        ])
        for name in kept { shape.properties[name] = .init(.any) }
        return shape
    }()

    /// Settings of pages, sessions and other products.
    private static let kept = [
        "change_password", "device_flow", "guardian_mfa_page", "default_directory", "error_page", "default_token_quota",
        "allowed_logout_urls", "session_lifetime", "session_lifetime_in_minutes", "idle_session_lifetime",
        "idle_session_lifetime_in_minutes", "ephemeral_session_lifetime", "idle_ephemeral_session_lifetime",
        "ephemeral_session_lifetime_in_minutes", "idle_ephemeral_session_lifetime_in_minutes", "sandbox_version",
        "legacy_sandbox_version", "default_redirection_uri", "enabled_locales", "security_headers", "session_cookie",
        "sessions", "oidc_logout", "customize_mfa_in_postlogin_action",
        "allow_organization_name_in_authentication_api", "acr_values_supported", "mtls",
        "pushed_authorization_requests_supported", "authorization_response_iss_parameter_supported",
        "skip_non_verifiable_callback_uri_confirmation_prompt", "resource_parameter_profile",
        "client_id_metadata_document_supported", "enable_ai_guide", "phone_consolidated_experience",
        "include_session_metadata_in_tenant_logs", "dynamic_client_registration_security_mode", "universal_login",
    ]

    /// A checked change of the settings: first level, and `flags`.
    package struct Patch: Sendable {
        private let members: JSONObject

        /// Checks the body of `PATCH /tenants/settings`.
        package init(_ body: JSON) throws(ShapeProblem) {
            members = try shape.check(body)
            guard !members.isEmpty else {
                throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: "", description: "")
            }
        }

        /// The settings with the change made.
        package func apply(to settings: TenantSettings) -> TenantSettings {
            var changed = settings
            changed.apply(members)
            return changed
        }
    }

    private mutating func apply(_ members: JSONObject) {
        for (name, value) in members {
            let text = value.string.flatMap { $0.isEmpty ? nil : $0 }
            switch name {
            case "friendly_name": friendlyName = text
            case "picture_url": pictureURL = text
            case "support_email": supportEmail = text
            case "support_url": supportURL = text
            case "default_audience": defaultAudience = text
            case "flags": apply(flags: value.object ?? [:])
            default: others.change(name, to: value)
            }
        }
    }

    private mutating func apply(flags: JSONObject) {
        for (name, value) in flags {
            switch name {
            case "enforce_client_authentication_on_passwordless_start":
                enforcesClientAuthenticationOnStart = value.bool ?? enforcesClientAuthenticationOnStart
            case "remove_alg_from_jwks": removesAlgFromJWKS = value.bool ?? removesAlgFromJWKS
            default: otherFlags.change(name, to: value)
            }
        }
    }
}
