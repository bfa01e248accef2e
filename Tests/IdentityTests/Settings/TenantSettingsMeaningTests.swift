import Identity
import Testing

@Suite struct `The settings of the browser login` {
    private func settings(_ changes: JSON...) throws -> TenantSettings {
        try changes.reduce(TenantSettings()) { try TenantSettings.Patch($1).apply(to: $0) }
    }

    @Test func `have the documented defaults`() {
        let settings = TenantSettings()
        #expect(settings.sessionLifetime == .seconds(168 * 3_600))
        #expect(settings.idleSessionLifetime == .seconds(72 * 3_600))
        #expect(settings.sessionCookieIsPersistent)
        #expect(settings.allowedLogoutURLs == [])
        #expect(settings.enabledLocales == nil)
        #expect(settings.namesEndSessionEndpoint)
        #expect(settings.asksBeforeLogout)
        #expect(settings.errorPageURL == nil)
        #expect(!settings.resourceNamesAudience)
        #expect(!settings.revokesRefreshTokenGrant)
    }

    @Test func `say what they were set to`() throws {
        let settings = try settings([
            "allowed_logout_urls": ["https://shop.example/bye"], "enabled_locales": ["ja", "en"],
            "oidc_logout": ["rp_logout_end_session_endpoint_discovery": false],
            "sessions": ["oidc_logout_prompt_enabled": false], "session_cookie": ["mode": "non-persistent"],
            "error_page": ["html": "", "show_log_link": false, "url": "https://shop.example/error?x=1"],
            "resource_parameter_profile": "compatibility", "flags": ["revoke_refresh_token_grant": true],
        ])
        #expect(settings.allowedLogoutURLs == ["https://shop.example/bye"])
        #expect(settings.enabledLocales == ["ja", "en"])
        #expect(!settings.namesEndSessionEndpoint)
        #expect(!settings.asksBeforeLogout)
        #expect(!settings.sessionCookieIsPersistent)
        #expect(settings.errorPageURL == "https://shop.example/error?x=1")
        #expect(settings.resourceNamesAudience)
        #expect(settings.revokesRefreshTokenGrant)
    }

    @Test func `have their defaults back after null`() throws {
        let settings = try settings(
            [
                "oidc_logout": ["rp_logout_end_session_endpoint_discovery": false], "sessions": nil,
                "session_cookie": ["mode": "non-persistent"], "error_page": ["url": "https://shop.example/"],
                "enabled_locales": ["ja"], "allowed_logout_urls": ["https://shop.example/"], "session_lifetime": 1,
                "idle_session_lifetime_in_minutes": 5, "resource_parameter_profile": "compatibility",
                "flags": ["revoke_refresh_token_grant": true],
            ],
            [
                "oidc_logout": nil, "session_cookie": nil, "error_page": nil, "enabled_locales": nil,
                "allowed_logout_urls": nil, "session_lifetime": nil, "idle_session_lifetime_in_minutes": nil,
                "resource_parameter_profile": nil, "flags": ["revoke_refresh_token_grant": nil],
            ])
        #expect(settings == TenantSettings())
    }

    @Test(
        arguments: [
            (["session_lifetime": 1], 3_600), (["session_lifetime": .number(0.5)], 1_800),
            (["session_lifetime": 8_760], 31_536_000), (["session_lifetime_in_minutes": 50], 3_000),
            (["session_lifetime_in_minutes": 1], 60),
            (["session_lifetime": 5, "session_lifetime_in_minutes": 90], 5_400),
            (["session_lifetime_in_minutes": 90, "session_lifetime": 5], 5_400),
        ] as [(JSON, Int)])
    func `take a session's life in hours or minutes`(change: JSON, seconds: Int) throws {
        #expect(try settings(change).sessionLifetime == .seconds(seconds))
    }

    @Test(arguments: [(120, 2), (90, .number(1.5))] as [(JSON, JSON)])
    func `answer minutes in hours`(minutes: JSON, hours: JSON) throws {
        let json = try settings(["session_lifetime_in_minutes": minutes]).json
        #expect(json["session_lifetime"] == hours)
        #expect(json["session_lifetime_in_minutes"] == nil)
    }

    @Test func `let no session idle for longer than it lives`() throws {
        #expect(try settings(["session_lifetime": 2]).idleSessionLifetime == .seconds(7_200))
    }

    @Test func `have other lifetimes where the cookie is gone with the browser's window`() throws {
        let short = try settings(["session_cookie": ["mode": "non-persistent"]])
        #expect(short.sessionLifetime == .seconds(72 * 3_600))
        #expect(short.idleSessionLifetime == .seconds(24 * 3_600))
        let set = try settings([
            "session_cookie": ["mode": "non-persistent"], "ephemeral_session_lifetime": 4,
            "idle_ephemeral_session_lifetime_in_minutes": 30,
        ])
        #expect(set.sessionLifetime == .seconds(4 * 3_600))
        #expect(set.idleSessionLifetime == .seconds(1_800))
    }

    @Test func `mean their defaults where an older version kept what means nothing`() {
        let settings = TenantSettings([
            "session_lifetime": "long", "idle_session_lifetime": 9_999_999, "ephemeral_session_lifetime": -1,
            "enabled_locales": [1], "allowed_logout_urls": "x", "sessions": [], "error_page": ["url": 1],
            "session_cookie": "persistent",
        ])
        #expect(settings.sessionLifetime == .seconds(168 * 3_600))
        #expect(settings.idleSessionLifetime == .seconds(72 * 3_600))
        #expect(settings.enabledLocales == nil)
        #expect(settings.allowedLogoutURLs == [])
        #expect(settings.asksBeforeLogout)
        #expect(settings.errorPageURL == nil)
    }

    @Test(
        arguments: [
            (["session_lifetime": 0], "session_lifetime"), (["session_lifetime": -1], "session_lifetime"),
            (["session_lifetime": 8_761], "session_lifetime"), (["session_lifetime": "168"], "session_lifetime"),
            (["session_lifetime": .number(1e300)], "session_lifetime"),
            (["session_lifetime": .number(0.001)], "session_lifetime"),
            (["idle_session_lifetime_in_minutes": 0], "idle_session_lifetime_in_minutes"),
            (["idle_session_lifetime_in_minutes": .number(1.5)], "idle_session_lifetime_in_minutes"),
            (["idle_session_lifetime_in_minutes": 525_601], "idle_session_lifetime_in_minutes"),
            (["session_cookie": [:]], "session_cookie"),
            (["session_cookie": ["mode": "for ever"]], "session_cookie.mode"),
            (["sessions": ["oidc_logout_prompt_enabled": 1]], "sessions.oidc_logout_prompt_enabled"),
            (["oidc_logout": ["surprise": true]], "oidc_logout"), (["enabled_locales": []], "enabled_locales"),
            (["enabled_locales": "ja"], "enabled_locales"), (["allowed_logout_urls": [""]], "allowed_logout_urls[0]"),
            (["error_page": ["html": "<h1>"]], "error_page.html"),
            (["error_page": ["url": "javascript:alert(1)"]], "error_page.url"),
            (["error_page": ["url": "/error"]], "error_page.url"),
            (["resource_parameter_profile": "both"], "resource_parameter_profile"),
            (["flags": ["revoke_refresh_token_grant": "yes"]], "flags.revoke_refresh_token_grant"),
        ] as [(JSON, String)])
    func `are refused where they could not act`(change: JSON, path: String) {
        #expect {
            _ = try TenantSettings.Patch(change)
        } throws: {
            ($0 as? ShapeProblem)?.path == path
        }
    }
}
