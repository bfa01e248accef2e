/// What is accepted in a change of the tenant's settings (contract section 8.8).
extension TenantSettings {
    /// A checked change of the settings: first level, and `flags`.
    package struct Patch: Sendable {
        private let members: JSONObject

        /// Checks the body of `PATCH /tenants/settings`.
        package init(_ body: JSON) throws(ShapeProblem) {
            members = try shape.check(body)
            guard !members.isEmpty else {
                throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: "", description: "")
            }
            try TenantSettings.checkMeaning(of: members)
        }

        /// The settings with the change made.
        package func apply(to settings: TenantSettings) -> TenantSettings {
            var changed = settings
            changed.apply(members)
            return changed
        }
    }

    private static let shape: ObjectShape = {
        var shape = ObjectShape([
            "friendly_name": .init(.nullable(.string(max: 255)), "Friendly name for this tenant"),
            "picture_url": .init(.nullable(.string(max: 2_000)), "URL of logo to be shown for this tenant"),
            "support_email": .init(.nullable(.string(max: 320)), "End-user support email"),
            "support_url": .init(.nullable(.string(max: 2_000)), "End-user support URL"),
            "default_audience": .init(.nullable(.string(max: 600)), "Default audience"),
            "flags": .init(.object(flags), "Flags used to change the behavior of this tenant"),
            "session_cookie": .init(
                .nullable(
                    .object(
                        ObjectShape([
                            "mode": .init(
                                .choice(["persistent", "non-persistent"]), required: true,
                                "Whether the cookie outlives the browser's window")
                        ]))), "The session cookie"),
            "sessions": .init(
                .nullable(
                    .object(
                        ObjectShape(["oidc_logout_prompt_enabled": .init(.boolean, "Whether a logout asks first")]))),
                "Sessions related settings"),
            "oidc_logout": .init(
                .nullable(
                    .object(
                        ObjectShape([
                            "rp_logout_end_session_endpoint_discovery": .init(
                                .boolean, "Whether discovery names the logout endpoint")
                        ]))), "Settings related to OIDC RP-initiated logout"),
            "error_page": .init(
                .nullable(
                    .object(
                        ObjectShape([
                            // Pages come from this server; a page of the tenant's own is another server's, by its URL.
                            "html": .init(.inert([.null, ""]), "Custom error HTML"),
                            "show_log_link": .init(.nullable(.boolean), "Whether to show the link to the log"),
                            "url": .init(.nullable(.string(max: 2_000, format: pageURL)), "URL of the error page"),
                        ]))), "Error page customization"),
            "allowed_logout_urls": .init(
                .nullable(.array(of: .string(min: 1, max: 2_000), max: 200)),
                "URLs that are valid to redirect to after logout"),
            "enabled_locales": .init(
                .nullable(.array(of: .string(min: 2, max: 35), max: 100)), "Supported locales for the user interface"),
            "resource_parameter_profile": .init(
                .nullable(.choice(["audience", "compatibility"])), "Profile of the resource parameter"),
            "default_redirection_uri": .init(.nullable(.string(max: 2_000)), "The default absolute redirection URI"),
            // It would narrow who can log in, and does not.
            "country_codes": .init(.inert([.null]), "Countries whose numbers are accepted"),
        ])
        for name in lifetimes {
            shape.properties[name] = .init(.nullable(.number), "Hours that a session lives")
            shape.properties[name + minutes] = .init(
                .nullable(.integer(min: 1, max: Int(longestLifetime) * 60)), "Minutes that a session lives")
        }
        for name in kept { shape.properties[name] = .init(.any) }
        return shape
    }()

    private static let flags = ObjectShape(
        allowsOthers: true,
        [
            "enforce_client_authentication_on_passwordless_start": .init(
                .boolean, "Whether confidential clients must authenticate at start"),
            "remove_alg_from_jwks": .init(.boolean, "Whether alg is left out of the keys"),
            "revoke_refresh_token_grant": .init(
                .nullable(.boolean), "Whether revoking a refresh token revokes the whole grant"),
        ])

    /// Settings of other products, and of what this server does one way only.
    private static let kept = [
        "change_password", "device_flow", "guardian_mfa_page", "default_directory", "default_token_quota",
        "sandbox_version", "legacy_sandbox_version", "security_headers", "customize_mfa_in_postlogin_action",
        "allow_organization_name_in_authentication_api", "acr_values_supported", "mtls",
        "pushed_authorization_requests_supported", "authorization_response_iss_parameter_supported",
        "skip_non_verifiable_callback_uri_confirmation_prompt", "client_id_metadata_document_supported",
        "enable_ai_guide", "phone_consolidated_experience", "include_session_metadata_in_tenant_logs",
        "dynamic_client_registration_security_mode", "universal_login",
    ]

    /// An absolute http or https URL, or nothing: browsers are sent there.
    private static let pageURL = TextFormat("absolute-uri-or-empty") { $0.isEmpty || WebAddress($0) != nil }

    /// What a shape cannot say: bounds of numbers that need not be whole, and a list that must name something.
    private static func checkMeaning(of members: JSONObject) throws(ShapeProblem) {
        for name in lifetimes {
            let hours: Double
            switch members[name] {
            case .integer(let value): hours = Double(value)
            case .number(let value): hours = value
            default: continue
            }
            // A minute is the least that the settings in minutes can say.
            if hours < 1.0 / 60 { throw lifetimeProblem(name, "less than minimum 0.0167") }
            if hours > longestLifetime { throw lifetimeProblem(name, "greater than maximum \(Int(longestLifetime))") }
        }
        if members["enabled_locales"]?.array?.isEmpty == true {
            throw ShapeProblem(
                why: "Array is too short (0), minimum 1", path: "enabled_locales",
                description: "Supported locales for the user interface")
        }
    }

    private static func lifetimeProblem(_ name: String, _ bound: String) -> ShapeProblem {
        ShapeProblem(why: "Value is \(bound)", path: name, description: "Hours that a session lives")
    }
}
