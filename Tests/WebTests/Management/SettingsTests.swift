import HTTPTypes
import Identity
import Testing

@Suite struct `The tenant's settings over the Management API` {
    @Test func `have the documented defaults`() async throws {
        let answer = try await TestServer.start().manage(.get, "tenants/settings")
        #expect(answer.status == 200)
        #expect(
            answer["flags"] == [
                "enforce_client_authentication_on_passwordless_start": true, "remove_alg_from_jwks": false,
            ])
    }

    @Test func `keep what a change does not name, flags too`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(
            .patch, "tenants/settings", ["friendly_name": "Acme", "flags": ["remove_alg_from_jwks": true]])
        let answer = try await server.manage(
            .patch, "tenants/settings",
            [
                "support_email": "help@example.com",
                "flags": ["enforce_client_authentication_on_passwordless_start": false],
            ])
        #expect(answer.status == 200)
        #expect(answer["friendly_name"] == "Acme")
        #expect(answer["support_email"] == "help@example.com")
        #expect(
            answer["flags"] == [
                "enforce_client_authentication_on_passwordless_start": false, "remove_alg_from_jwks": true,
            ])
        #expect(try await server.manage(.get, "tenants/settings").json == answer.json)
    }

    @Test func `have an effect as soon as they are answered`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.patch, "tenants/settings", ["flags": ["remove_alg_from_jwks": true]])
        let keys = try await server.send(.get, "/.well-known/jwks.json")["keys"]?.array
        #expect(keys?.allSatisfy { $0.object?["alg"] == nil } == true)
    }

    @Test func `give lifetimes in hours, however they were set`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.patch, "tenants/settings", ["idle_session_lifetime_in_minutes": 90])
        let answer = try await server.manage(.get, "tenants/settings")
        #expect(answer["idle_session_lifetime"] == .number(1.5))
        #expect(answer["idle_session_lifetime_in_minutes"] == nil)
    }

    @Test func `keep those without an effect here for whoever moves here`() async throws {
        let server = try await TestServer.start()
        let moved: JSON = [
            "session_lifetime": 720, "enabled_locales": ["en", "ja"], "flags": ["revoke_refresh_token_grant": true],
        ]
        #expect(try await server.manage(.patch, "tenants/settings", moved).status == 200)
        let answer = try await server.manage(.get, "tenants/settings?fields=session_lifetime,enabled_locales,flags")
        #expect(answer["session_lifetime"] == 720)
        #expect(answer["enabled_locales"] == ["en", "ja"])
        #expect(answer["flags"]?.object?["revoke_refresh_token_grant"] == true)
        #expect(answer["default_audience"] == nil)
    }

    @Test func `lose a setting where null is sent`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.patch, "tenants/settings", ["friendly_name": "Acme", "session_lifetime": 720])
        let answer = try await server.manage(
            .patch, "tenants/settings", ["friendly_name": nil, "session_lifetime": nil])
        #expect(answer["friendly_name"] == nil)
        #expect(answer["session_lifetime"] == nil)
    }

    @Test(
        arguments: [
            (["surprise": 1], "Additional properties not allowed: surprise"), ([:], "Too few properties defined (0)"),
            (["friendly_name": 1], "on property friendly_name"),
            (["flags": ["remove_alg_from_jwks": "yes"]], "on property flags.remove_alg_from_jwks"),
            (["country_codes": ["mode": "allow", "list": ["JP"]]], "on property country_codes"),
            (["session_lifetime": 0], "'Value is less than minimum 0.0167' on property session_lifetime ("),
            (["error_page": ["html": "<h1>No</h1>"]], "'This server does not offer it' on property error_page.html ("),
        ] as [(JSON, String)])
    func `name what is wrong with a change`(body: JSON, message: String) async throws {
        let answer = try await TestServer.start().manage(.patch, "tenants/settings", body)
        #expect(answer.status == 400)
        #expect(answer.message?.contains(message) == true)
    }
}
