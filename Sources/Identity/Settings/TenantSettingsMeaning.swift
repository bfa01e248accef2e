/// What the settings of the browser login mean. Read from any stored object; what is missing takes the documented default
/// (contract sections 5.1, 5.3, 5.6, 5.8 and 8.8).
extension TenantSettings {
    /// `session_cookie.mode`: whether the session's cookie outlives the browser's window.
    package var sessionCookieIsPersistent: Bool {
        others["session_cookie"]?.object?["mode"]?.string != "non-persistent"
    }

    /// How long a session lives, however often it is used: `session_lifetime`, 168 hours, or with a cookie that is not
    /// persistent `ephemeral_session_lifetime`, 72 hours.
    package var sessionLifetime: Duration {
        sessionCookieIsPersistent
            ? lifetime("session_lifetime", hours: 168) : lifetime("ephemeral_session_lifetime", hours: 72)
    }

    /// How long a session lives that nobody uses: `idle_session_lifetime`, 72 hours, or with a cookie that is not
    /// persistent `idle_ephemeral_session_lifetime`, 24 hours. Never more than `sessionLifetime`.
    package var idleSessionLifetime: Duration {
        let idle =
            sessionCookieIsPersistent
            ? lifetime("idle_session_lifetime", hours: 72) : lifetime("idle_ephemeral_session_lifetime", hours: 24)
        return min(idle, sessionLifetime)
    }

    /// The URLs to which a logout that names no client may go.
    package var allowedLogoutURLs: [String] { others["allowed_logout_urls"]?.strings ?? [] }

    /// The languages that pages may speak, most wanted first; nil where all may be spoken.
    package var enabledLocales: [String]? {
        others["enabled_locales"]?.strings.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `oidc_logout.rp_logout_end_session_endpoint_discovery`: whether discovery names `/oidc/logout`.
    package var namesEndSessionEndpoint: Bool {
        others["oidc_logout"]?.object?["rp_logout_end_session_endpoint_discovery"]?.bool ?? true
    }

    /// `sessions.oidc_logout_prompt_enabled`: whether `/oidc/logout` asks the person where no token says who they are.
    package var asksBeforeLogout: Bool { others["sessions"]?.object?["oidc_logout_prompt_enabled"]?.bool ?? true }

    /// `error_page.url`: where a person goes instead of seeing the error page; http or https.
    package var errorPageURL: String? {
        others["error_page"]?.object?["url"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `resource_parameter_profile` is `compatibility`: the parameter `resource` names an audience where `audience` is absent
    /// (RFC 8707).
    package var resourceNamesAudience: Bool { others["resource_parameter_profile"]?.string == "compatibility" }

    /// `flags.revoke_refresh_token_grant`: revoking a refresh token revokes all that the user gave the client.
    package var revokesRefreshTokenGrant: Bool { otherFlags["revoke_refresh_token_grant"]?.bool ?? false }

    /// A year, in hours: no session lives longer.
    static let longestLifetime = 8_760.0

    private func lifetime(_ name: String, hours standard: Int) -> Duration {
        let hours: Double? =
            switch others[name] {
            case .integer(let value): Double(value)
            case .number(let value): value
            default: nil
            }
        guard let hours, hours > 0, hours <= TenantSettings.longestLifetime else { return .seconds(standard * 3_600) }
        return .seconds(max(1, Int(hours * 3_600 + 0.5)))
    }
}
