import Identity
import Testing

@Suite struct `The tenant's settings` {
    @Test func `come back from the store as they went in`() throws {
        let settings = try TenantSettings.Patch([
            "friendly_name": "Acme", "default_audience": "https://api.example/", "enabled_locales": ["ja"],
            "flags": [
                "remove_alg_from_jwks": true, "enforce_client_authentication_on_passwordless_start": false,
                "enable_sso": true,
            ],
        ]).apply(to: TenantSettings())
        #expect(TenantSettings(settings.json) == settings)
    }

    @Test func `count an empty text as none`() throws {
        let settings = try TenantSettings.Patch(["default_audience": ""]).apply(to: TenantSettings())
        #expect(settings.defaultAudience == nil)
    }
}
