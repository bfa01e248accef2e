import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `The discovery document` {
    // C5.3: both paths.
    @Test(arguments: ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"])
    func `names what this server offers`(path: String) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.send(.get, path)
        #expect(answer.status == 200)
        #expect(answer["issuer"] == "https://login.example.com/")
        #expect(answer["token_endpoint"] == "https://login.example.com/oauth/token")
        #expect(answer["userinfo_endpoint"] == "https://login.example.com/userinfo")
        #expect(answer["jwks_uri"] == "https://login.example.com/.well-known/jwks.json")
        #expect(
            answer["grant_types_supported"]
                == [
                    "authorization_code", "client_credentials", "http://auth0.com/oauth/grant-type/passwordless/otp",
                    "implicit", "refresh_token",
                ])
        #expect(
            answer["token_endpoint_auth_methods_supported"]
                == ["none", "client_secret_post", "client_secret_basic", "private_key_jwt"])
        #expect(answer["authorization_endpoint"] == "https://login.example.com/authorize")
        #expect(answer["revocation_endpoint"] == "https://login.example.com/oauth/revoke")
        #expect(answer["end_session_endpoint"] == "https://login.example.com/oidc/logout")
        #expect(
            answer["response_types_supported"] == [
                "code", "token", "id_token", "code token", "code id_token", "token id_token", "code token id_token",
            ])
        #expect(answer["scopes_supported"] == ["openid", "profile", "offline_access", "phone"])
        #expect(answer["code_challenge_methods_supported"] == ["S256"])
        #expect(answer["authorization_response_iss_parameter_supported"] == true)
        #expect(answer["id_token_signing_alg_values_supported"] == ["RS256", "PS256", "HS256"])
        #expect(answer["subject_types_supported"] == ["public"])
    }

    // Beyond C5.3: algorithms that something is set to use.
    @Test func `names an algorithm of another kind only while something is set to it`() async throws {
        let server = try await TestServer.withShop()
        let algorithms = {
            try await server.send(.get, "/.well-known/openid-configuration")["id_token_signing_alg_values_supported"]
        }
        _ = try await server.manage(.patch, "clients/app", ["jwt_configuration": ["alg": "ES256"]])
        #expect(try await algorithms() == ["RS256", "PS256", "HS256", "ES256"])
        _ = try await server.manage(.patch, "clients/app", ["jwt_configuration": ["alg": "EdDSA"]])
        #expect(try await algorithms() == ["RS256", "PS256", "HS256", "EdDSA"])
        _ = try await server.manage(.patch, "clients/app", ["jwt_configuration": ["alg": "RS256"]])
        #expect(try await algorithms() == ["RS256", "PS256", "HS256"])
    }

    // C5.3: what is not offered is not named.
    @Test func `does not name what this server does not offer`() async throws {
        let server = try await TestServer.withShop()
        let document = try await server.send(.get, "/.well-known/openid-configuration")
        for name in [
            "device_authorization_endpoint", "mfa_challenge_endpoint", "registration_endpoint",
            "backchannel_logout_supported", "pushed_authorization_request_endpoint",
        ] { #expect(document[name] == nil) }
        #expect(document["request_parameter_supported"] == false)
    }

    // C5.3: the tenant may leave the logout endpoint out.
    @Test func `leaves the logout endpoint out where the tenant says so`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(settings: ["oidc_logout": ["rp_logout_end_session_endpoint_discovery": false]])
        #expect(try await server.send(.get, "/.well-known/openid-configuration")["end_session_endpoint"] == nil)
    }

    // C5.3: every endpoint that it names answers.
    @Test func `names only endpoints that answer`() async throws {
        let server = try await TestServer.withShop()
        let document = try #require(try await server.send(.get, "/.well-known/openid-configuration").json.object)
        for (name, value) in document where name.hasSuffix("_endpoint") || name == "jwks_uri" {
            let url = try #require(value.string)
            let path = "/" + url.dropFirst(TestServer.issuer.url.count)
            #expect(try await server.send(.get, path).status != 404)
        }
    }

    // C5.3: the issuer comes from the settings, whatever the request says.
    @Test func `does not believe the request's host`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.send(
            .get, "/.well-known/openid-configuration", headers: .one("x-forwarded-host", "evil.example"))
        #expect(!answer.text.contains("evil.example"))
    }
}

@Suite struct `The published keys` {
    // C5.3: current and next key.
    @Test func `are the one that signs and the next one`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.send(.get, "/.well-known/jwks.json")
        #expect(answer.status == 200)
        let keys = try #require(answer["keys"]?.array)
        #expect(
            keys.map { $0.object?["kid"]?.string } == server.configuration.current.keys.entries.map { $0.key.kid })
        #expect(keys.count == 2)
        #expect(keys.allSatisfy { $0.object?["alg"] == "RS256" && $0.object?["use"] == "sig" })
        #expect(answer.headers[.cacheControl]?.contains("max-age=15") == true)
    }

    // C5.3: plus the previous one until it is revoked.
    @Test func `hold the previous one until it is revoked`() async throws {
        let server = try await TestServer.withShop()
        let former = server.configuration.current.keys.current.key.kid
        _ = try await RotateSigningKeys(store: server.store, clock: server.clock, host: "login.example.com").rotate()
        try await server.configuration.reload()
        #expect(try await server.send(.get, "/.well-known/jwks.json")["keys"]?.array?.count == 3)
        try await server.change { tx throws(StoreError) in _ = try RevokeSigningKey.revoke(kid: former, in: tx) }
        let answer = try await server.send(.get, "/.well-known/jwks.json")
        #expect(answer["keys"]?.array?.count == 2)
        #expect(!answer.text.contains(former))
    }

    // Some clients refuse a whole key set because of one key that is not RSA.
    @Test func `are all RSA until an API or a client is set to something else, and again after that`() async throws {
        let server = try await TestServer.withShop()
        let types = {
            try await server.send(.get, "/.well-known/jwks.json")["keys"]?.array?.map { $0.object?["kty"]?.string }
        }
        let made = try await server.manage(
            .post, "resource-servers", ["identifier": "urn:ec", "name": "EC", "signing_alg": "ES256"])
        #expect(made["signing_alg"] == "ES256")
        #expect(try await types() == ["RSA", "RSA", "EC", "EC"])
        let client = try await server.manage(
            .post, "clients", ["name": "Ed", "jwt_configuration": ["alg": "EdDSA"]])
        #expect(client.status == 201)
        #expect(try await types() == ["RSA", "RSA", "EC", "EC", "OKP", "OKP"])
        _ = try await server.manage(.delete, "clients/\(client["client_id"]?.string ?? "")")
        _ = try await server.manage(.patch, "resource-servers/\(made["id"]?.string ?? "")", ["signing_alg": "RS256"])
        #expect(try await types() == ["RSA", "RSA"])
    }

    // C5.3: the tenant flag `remove_alg_from_jwks`.
    @Test func `leave the algorithm out where the tenant says so`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(settings: ["flags": ["remove_alg_from_jwks": true]])
        let keys = try #require(try await server.send(.get, "/.well-known/jwks.json")["keys"]?.array)
        #expect(keys.allSatisfy { $0.object?["alg"] == nil })
    }

    // C5.3: no private part is ever shown.
    @Test func `have no private part`() async throws {
        let server = try await TestServer.withShop()
        let keys = try #require(try await server.send(.get, "/.well-known/jwks.json")["keys"]?.array)
        for key in keys {
            #expect(Set(key.object?.keys ?? []) == ["alg", "kty", "use", "n", "e", "kid", "x5t", "x5c"])
        }
    }
}
