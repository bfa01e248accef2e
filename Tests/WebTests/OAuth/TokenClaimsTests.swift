import Crypto
import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A token` {
    private static let now = ManualClock.start.seconds

    /// Logs the sample number in; the named token, read and verified with the server's keys.
    private func token(
        _ name: String, _ server: TestServer, _ members: JSONObject, client: String = "app"
    ) async throws -> JWS.Parsed {
        var members = members
        members["client_id"] = .string(client)
        if client == "shop" { members["client_secret"] = .string(TestServer.secret) }
        let answer = try await server.exchange(try await server.code(client: client), members)
        let text = try #require(answer[name]?.string)
        return try #require(JWS.Parsed(text))
    }

    private func header(_ token: String) throws -> JSON {
        try JSON.parse(try #require(Base64URL.decode(token.prefix { $0 != "." })))
    }

    // C5.4: ID token, the protocol's claims.
    @Test func `for openid says who, for whom, by whom and until when`() async throws {
        let server = try await TestServer.withShop()
        let token = try await token("id_token", server, ["scope": "openid"])
        let user = try #require(try await server.user())
        #expect(token.isSigned(by: server.configuration.current.keys))
        #expect(token.algorithm == "RS256")
        #expect(
            token.claims == [
                "iss": "https://login.example.com/", "sub": .string(user.id), "aud": "app", "iat": .int(Self.now),
                "exp": .int(Self.now + 36_000), "auth_time": .int(Self.now), "amr": ["sms"],
            ])
    }

    // C5.4: profile claims by scope; `updated_at` is an ISO string; the name of a user without one is the number.
    @Test func `for profile and phone says more`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.exchange(try await server.code())
        try await server.changeUser { $0.properties = ["nickname": "Nick", "given_name": "Hana"] }
        let token = try await token("id_token", server, ["scope": "openid profile phone"])
        #expect(token.claims["name"]?.string == TestServer.phone)
        #expect(token.claims["nickname"] == "Nick")
        #expect(token.claims["given_name"] == "Hana")
        #expect(token.claims["family_name"] == nil)
        #expect(token.claims["updated_at"] == "2025-06-15T12:00:00.000Z")
        #expect(token.claims["phone_number"]?.string == TestServer.phone)
        #expect(token.claims["phone_number_verified"] == true)
        #expect(token.claims["phone_verified"] == true)
        #expect(token.claims["email"] == nil)
    }

    // C5.4: `jwt_configuration`, HS256 with the client's secret and the life of ID tokens.
    @Test func `for openid is signed and lives as the client wants`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(client: "shop", ["jwt_configuration": ["alg": "HS256", "lifetime_in_seconds": 60]])
        let token = try await token("id_token", server, ["scope": "openid"], client: "shop")
        #expect(token.isAuthentic(secret: Secret(TestServer.secret)))
        #expect(token.kid == nil)
        #expect(token.claims["exp"] == .int(Self.now + 60))
    }

    // C5.4: PS256.
    @Test func `for openid can be signed with PS256`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(client: "app", ["jwt_configuration": ["alg": "PS256"]])
        let token = try await token("id_token", server, ["scope": "openid"])
        #expect(token.algorithm == "PS256")
        #expect(token.isSigned(by: server.configuration.current.keys))
    }

    // Beyond C5.4: keys of other kinds, made when a client is first set to them.
    @Test(arguments: ["ES256", "EdDSA"])
    func `for openid can be signed with a key of another kind`(algorithm: String) async throws {
        let server = try await TestServer.withShop()
        let patch: JSON = ["jwt_configuration": ["alg": .string(algorithm)]]
        #expect(try await server.manage(.patch, "clients/app", patch).status == 200)
        let token = try await token("id_token", server, ["scope": "openid"])
        #expect(token.algorithm == algorithm)
        #expect(token.isSigned(by: server.configuration.current.keys))
        #expect(token.kid != server.configuration.current.keys.current.key.kid)
    }

    // Beyond C5.4: the same for an API, whose tokens /userinfo takes too.
    @Test(arguments: ["ES256", "EdDSA"])
    func `for an API can be signed with a key of another kind`(algorithm: String) async throws {
        let server = try await TestServer.withShop()
        let api = try #require(server.configuration.current.api(TestServer.orders))
        let changed = try await server.manage(
            .patch, "resource-servers/\(api.id)", ["signing_alg": .string(algorithm)])
        #expect(changed.status == 200)
        let answer = try await server.exchange(
            try await server.code(), ["scope": "openid", "audience": .string(TestServer.orders)])
        let text = try #require(answer["access_token"]?.string)
        #expect(try #require(JWS.Parsed(text)).algorithm == algorithm)
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(text)).status == 200)
    }

    // C5.4: access token with an API audience; `aud` is a list with /userinfo when openid was granted.
    @Test func `for an API says what may be done there`() async throws {
        let server = try await TestServer.withShop()
        let token = try await token(
            "access_token", server, ["scope": "openid read:orders", "audience": .string(TestServer.orders)])
        let user = try #require(try await server.user())
        #expect(token.isSigned(by: server.configuration.current.keys))
        #expect(
            token.claims == [
                "iss": "https://login.example.com/", "sub": .string(user.id),
                "aud": [.string(TestServer.orders), "https://login.example.com/userinfo"], "iat": .int(Self.now),
                "exp": .int(Self.now + 3_600), "azp": "app", "scope": "openid read:orders",
            ])
    }

    // C5.4: `aud` is text without openid, and there is no `scope` where there is none.
    @Test func `for an API alone names the API alone`() async throws {
        let server = try await TestServer.withShop()
        let token = try await token("access_token", server, ["audience": .string(TestServer.orders)])
        #expect(token.claims["aud"]?.string == TestServer.orders)
        #expect(token.claims["scope"] == nil)
    }

    // C5.4: HS256 with the API's secret; then /userinfo is no audience.
    @Test func `for an API of HS256 is authenticated by the API's secret`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(api: ["signing_alg": "HS256"])
        let token = try await token(
            "access_token", server, ["scope": "openid", "audience": .string(TestServer.orders)])
        #expect(token.isAuthentic(secret: Secret("the-api-secret-of-a-test")))
        #expect(token.claims["aud"]?.string == TestServer.orders)
    }

    // C5.4: dialects, header `typ`, `client_id` in the place of `azp`, `jti`.
    @Test(arguments: [
        ("access_token", "JWT", "azp", false), ("access_token_authz", "JWT", "azp", false),
        ("rfc9068_profile", "at+jwt", "client_id", true), ("rfc9068_profile_authz", "at+jwt", "client_id", true),
    ])
    func `for an API speaks the API's dialect`(dialect: String, type: String, claim: String, hasID: Bool) async throws {
        let server = try await TestServer.withShop()
        try await server.change(api: ["token_dialect": .string(dialect)])
        let answer = try await server.exchange(try await server.code(), ["audience": .string(TestServer.orders)])
        let text = try #require(answer["access_token"]?.string)
        let claims = try #require(JWS.Parsed(text)).claims
        #expect(try header(text).object?["typ"]?.string == type)
        #expect(try header(text).object?["kid"]?.string == server.configuration.current.keys.current.key.kid)
        #expect(claims[claim] == "app")
        #expect((claims["jti"] != nil) == hasID)
        #expect(claims["gty"] == nil)
    }

    // C5.4: without an audience the access token is opaque and lives a day.
    @Test func `without an API cannot be read by anyone else`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.exchange(try await server.code(), ["scope": "openid"])
        let token = try #require(answer["access_token"]?.string)
        #expect(JWS.Parsed(token) == nil)
        #expect(!token.contains("."))
        #expect(answer["expires_in"] == 86_400)
    }

    // C5.4: naming /userinfo as the only audience is naming none, also where the tenant has a default.
    @Test func `for the user info alone is the same as without an API`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(settings: ["default_audience": .string(TestServer.orders)])
        let members: JSONObject = ["scope": "openid", "audience": "https://login.example.com/userinfo"]
        let answer = try await server.exchange(try await server.code(), members)
        let token = try #require(answer["access_token"]?.string)
        #expect(answer["expires_in"] == 86_400)
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).status == 200)
    }

    // C5.3: keys rotate; what was signed before stays good, and the next key was known before it signs.
    @Test func `stays good when the signing keys rotate`() async throws {
        let server = try await TestServer.withShop()
        let before = try await token("id_token", server, ["scope": "openid"])
        let next = try #require(server.configuration.current.keys.entries.last?.key.kid)
        _ = try await RotateSigningKeys(store: server.store, clock: server.clock, host: "login.example.com").rotate()
        try await server.configuration.reload()
        let after = try await token("id_token", server, ["scope": "openid"])
        #expect(after.kid == next)
        #expect(before.isSigned(by: server.configuration.current.keys))
        #expect(after.isSigned(by: server.configuration.current.keys))
    }
}
