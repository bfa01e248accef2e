import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `Client credentials` {
    // C3.2: success.
    @Test func `bring an access token with all granted scopes`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.clientCredentials()
        #expect(answer.status == 200)
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.json.object?.keys == ["access_token", "scope", "expires_in", "token_type"])
        #expect(answer["scope"] == "read:orders")
        #expect(answer["expires_in"] == 3_600)
        #expect(answer["token_type"] == "Bearer")
    }

    // C3.2: the Management API.
    @Test func `bring a Management token that opens the Management API`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.clientCredentials([
            "client_id": .string(server.admin.id), "client_secret": .string(server.admin.secret.exposed),
            "audience": "https://login.example.com/api/v2/",
        ])
        #expect(answer["expires_in"] == 86_400)
        #expect(answer["scope"]?.string?.contains("read:connections") == true)
        let token = try #require(answer["access_token"]?.string)
        #expect(try await server.send(.get, "/api/v2/connections", headers: .bearer(token)).status == 200)
    }

    // C3.2: claims.
    @Test func `say in the token who the client is`() async throws {
        let server = try await TestServer.withShop()
        let token = try #require(try await server.clientCredentials()["access_token"]?.string)
        let parsed = try #require(JWS.Parsed(token))
        #expect(parsed.isSigned(by: server.configuration.current.keys))
        #expect(
            parsed.claims == [
                "iss": "https://login.example.com/", "sub": "shop@clients", "aud": .string(TestServer.orders),
                "iat": .int(ManualClock.start.seconds), "exp": .int(ManualClock.start.seconds + 3_600),
                "scope": "read:orders", "gty": "client-credentials", "azp": "shop",
            ])
    }

    // C3.2: `permissions` where the API's dialect says so.
    @Test(arguments: ["access_token_authz", "rfc9068_profile_authz"])
    func `list permissions in the dialects that have them`(dialect: String) async throws {
        let server = try await TestServer.withShop()
        try await server.change(api: ["token_dialect": .string(dialect)])
        let token = try #require(try await server.clientCredentials()["access_token"]?.string)
        #expect(JWS.Parsed(token)?.claims["permissions"] == ["read:orders"])
    }

    // C3.2: no grant for the audience.
    @Test func `are refused without a grant for the API`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.clientCredentials(["audience": "https://login.example.com/api/v2/"])
        let text =
            "Client is not authorized to access \"https://login.example.com/api/v2/\". You need to create a "
            + "\"client-grant\" associated to this API. See: "
            + "https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants"
        #expect(answer.refusal == Refusal(403, "access_denied", text))
    }

    // C3.2: unknown audience.
    @Test func `are refused for an API that does not exist`() async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.clientCredentials(["audience": "https://nowhere.example/"]).refusal
                == Refusal(403, "access_denied", "Service not found: https://nowhere.example/"))
    }

    // C3.2: no audience, no tenant default.
    @Test func `are refused without an audience`() async throws {
        let server = try await TestServer.withShop()
        let refusal = Refusal(
            403, "access_denied", "No audience parameter was provided, and no default audience has been configured")
        #expect(try await server.clientCredentials(without: ["audience"]).refusal == refusal)
        #expect(try await server.clientCredentials(["audience": ""]).refusal == refusal)
    }

    // C3.2: the tenant's default audience.
    @Test func `are for the default audience where none is named`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(settings: ["default_audience": .string(TestServer.orders)])
        #expect(try await server.clientCredentials(without: ["audience"])["scope"] == "read:orders")
    }

    // C3.2: scope not granted.
    @Test func `are refused for scopes that were not granted`() async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.clientCredentials(["scope": "read:orders write:orders"]).refusal
                == Refusal(403, "access_denied", "Client has not been granted scopes: write:orders"))
    }

    // C3.2: scope as text and as an array; empty counts as absent.
    @Test(arguments: ["read:orders", ["read:orders"], "", [], nil, "  "] as [JSON])
    func `take scopes as text and as a list`(scope: JSON) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.clientCredentials(["scope": scope])
        #expect(answer.status == 200)
        #expect(answer["scope"] == "read:orders")
    }

    // C3.2: bad scope type.
    @Test(arguments: [7, true, ["read:orders": true], [1]] as [JSON])
    func `are refused for a scope of another type`(scope: JSON) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.clientCredentials(["scope": scope])
        #expect(answer.refusal == Refusal(400, "invalid_scope", "Scope must be an array or a string"))
        #expect(answer["statusCode"] == 400)
    }

    // C3.2: grant type off.
    @Test func `are refused when the client may not use the grant`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(client: "shop", ["grant_types": []])
        let answer = try await server.clientCredentials()
        #expect(
            answer.refusal
                == Refusal(
                    403, "unauthorized_client", "Grant type 'client_credentials' not allowed for the client."))
        #expect(answer["error_uri"] == "https://auth0.com/docs/clients/client-grant-types")
    }

    // C3.2: bad secret, no secret, unknown client: one answer.
    @Test(
        arguments: [
            ["client_secret": "wrong"], ["client_secret": ""], ["client_secret": nil], ["client_id": "nobody"],
            ["client_id": "app"],
        ] as [JSONObject])
    func `are refused without the right secret`(members: JSONObject) async throws {
        let server = try await TestServer.withShop()
        try await server.change(client: "app", ["grant_types": ["client_credentials"]])
        #expect(
            try await server.clientCredentials(members).refusal == Refusal(401, "access_denied", "Unauthorized"))
    }

    // C3.2: never a refresh or ID token.
    @Test func `never bring an ID token`() async throws {
        let server = try await TestServer.withShop()
        try await server.change { tx throws(StoreError) in
            guard var api = try tx.api(identifier: TestServer.orders) else { return }
            api.properties["scopes"] = [["value": "openid"], ["value": "offline_access"]]
            try tx.update(api)
            guard var grant = try tx.clientGrant(id: "cgr_aaaaaaaaaaaaaaaa") else { return }
            grant.scope = ["openid", "offline_access"]
            try tx.update(grant)
        }
        let answer = try await server.clientCredentials()
        #expect(answer["scope"] == "openid offline_access")
        #expect(answer["id_token"] == nil)
        #expect(answer["refresh_token"] == nil)
    }

    // C3.2: an API that no client may call in its own name.
    @Test func `are refused by an API that lets no client in`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(api: ["subject_type_authorization": ["client": ["policy": "deny_all"]]])
        #expect(try await server.clientCredentials().refusal.status == 403)
    }

    // C8.7: seccft and feccft.
    @Test func `leave a trace in the log`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.clientCredentials()
        _ = try await server.clientCredentials(["audience": "https://nowhere.example/"])
        #expect(try await server.eventTypes() == [.clientCredentialsExchange, .failedClientCredentialsExchange])
    }
}
