import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `The user info` {
    private func token(_ server: TestServer, _ members: JSONObject) async throws -> String {
        let answer = try await server.exchange(try await server.code(), members)
        return try #require(answer["access_token"]?.string)
    }

    private static let dead = Refusal(
        401, "invalid_token", "The access token's user does not exist or is blocked")
    private static let invalid = Refusal(401, "invalid_token", "The access token is invalid or has expired")
    private static let withAPI: JSONObject = [
        "scope": "openid profile phone", "audience": .string(TestServer.orders),
    ]

    // C5.5: GET and POST, by an opaque token.
    @Test(arguments: [HTTPRequest.Method.get, .post])
    func `is given for an opaque token`(method: HTTPRequest.Method) async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server, ["scope": "openid"])
        let answer = try await server.send(method, "/userinfo", headers: .bearer(token))
        #expect(answer.status == 200)
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.json == ["sub": .string(try #require(try await server.user()).id)])
    }

    // C5.5: contents follow the token's scopes; `updated_at` is an ISO string.
    @Test(arguments: [["scope": "openid profile phone"], withAPI] as [JSONObject])
    func `holds what the scopes ask for`(members: JSONObject) async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server, members)
        let answer = try await server.send(.get, "/userinfo", headers: .bearer(token))
        #expect(
            answer.json == [
                "sub": .string(try #require(try await server.user()).id), "name": .string(TestServer.phone),
                "updated_at": "2025-06-15T12:00:00.000Z", "phone_number": .string(TestServer.phone),
                "phone_number_verified": true, "phone_verified": true,
            ])
    }

    // C5.4, C5.5: a JWT whose audience names /userinfo, RS256 or PS256.
    @Test(arguments: ["RS256", "PS256"])
    func `is given for an API's token that names it`(algorithm: String) async throws {
        let server = try await TestServer.withShop()
        try await server.change(api: ["signing_alg": .string(algorithm)])
        let token = try await token(server, Self.withAPI)
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).status == 200)
    }

    // C5.4: an HS256 token is the API's alone.
    @Test func `is not given for a token of HS256`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(api: ["signing_alg": "HS256"])
        let token = try await token(server, Self.withAPI)
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).refusal == Self.invalid)
    }

    // C5.5: tokens for something else.
    @Test func `is not given for tokens of other uses`() async throws {
        let server = try await TestServer.withShop()
        let idToken = try #require(
            try await server.exchange(try await server.code(), ["scope": "openid"])["id_token"]?.string)
        let others = [
            idToken, try await server.managementToken(),
            try #require(try await server.clientCredentials()["access_token"]?.string),
            try await token(server, ["audience": .string(TestServer.orders)]),
        ]
        for token in others {
            #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).refusal == Self.invalid)
        }
    }

    // C5.5: needs openid in the token.
    @Test func `needs openid in the token`() async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server, ["scope": "profile"])
        let answer = try await server.send(.get, "/userinfo", headers: .bearer(token))
        #expect(answer.refusal == Refusal(403, "insufficient_scope", "The access token lacks the scope openid"))
        #expect(answer.headers[.wwwAuthenticate]?.contains("error=\"insufficient_scope\"") == true)
    }

    // C5.5: 401 without a token, with WWW-Authenticate.
    @Test func `is refused without a token`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.send(.get, "/userinfo")
        #expect(answer.refusal == Refusal(401, "invalid_token", "Unauthorized"))
        #expect(answer.headers[.wwwAuthenticate] == "Bearer realm=\"Users\"")
    }

    // C5.5: 401 invalid_token.
    @Test(arguments: ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic eDp5", "x", "Bearer x y"])
    func `is refused for a token that is none`(header: String) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.send(.get, "/userinfo", headers: [.authorization: header])
        #expect(answer.refusal == Self.invalid)
        #expect(
            answer.headers[.wwwAuthenticate]
                == "Bearer realm=\"Users\", error=\"invalid_token\", "
                + "error_description=\"The access token is invalid or has expired\"")
    }

    // C5.5: the scheme's name has no case (RFC 9110 section 11.1).
    @Test func `is given however the scheme is written`() async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server, ["scope": "openid"])
        let answer = try await server.send(.get, "/userinfo", headers: [.authorization: "bearer  \(token)"])
        #expect(answer.status == 200)
    }

    // C5.5: expired tokens, opaque and not.
    @Test(arguments: [(["scope": "openid"], 86_400), (withAPI, 3_600)] as [(JSONObject, Int)])
    func `is refused once the token has expired`(members: JSONObject, life: Int) async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server, members)
        server.clock.advance(by: .seconds(life - 1))
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).status == 200)
        server.clock.advance(by: .seconds(1))
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).refusal == Self.invalid)
    }

    // C6: a blocked user's tokens are dead at once, and live again with the user.
    @Test(arguments: [["scope": "openid"], withAPI] as [JSONObject])
    func `is refused while the user is blocked`(members: JSONObject) async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server, members)
        try await server.changeUser { $0.isBlocked = true }
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).refusal == Self.dead)
        try await server.changeUser { $0.isBlocked = false }
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).status == 200)
    }

    // C6: a deleted user's tokens are dead for ever, also when the number logs in again.
    @Test func `is refused once the user was deleted`() async throws {
        let server = try await TestServer.withShop()
        let former = try await token(server, ["scope": "openid"])
        let user = try #require(try await server.user())
        try await server.store.write { tx throws(StoreError) in _ = try tx.deleteUser(id: user.id) }
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(former)).refusal == Self.dead)
        _ = try await token(server, ["scope": "openid"])
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(former)).refusal == Self.dead)
    }

    // C5.5: tokens of another server, or of this one under another master key.
    @Test func `is refused for another server's token`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.exchange(try await server.code())
        let user = try #require(try await server.user())
        let foreign = TokenIssuer(
            issuer: TestServer.issuer, vault: Vault(.sample(9)), signer: SigningHere(), random: server.random)
        let token = try foreign.opaqueToken(
            for: user, client: .sample(id: "app"), AccessTokenTerms(scope: Scope(["openid"])), at: server.clock.now()
        ).token
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(token)).refusal == Self.invalid)
        let elsewhere = TokenIssuer(
            issuer: Issuer(url: "https://other.example/"), vault: .sample, signer: SigningHere(), random: server.random)
        let jwt = try await elsewhere.accessToken(
            for: user, client: .sample(id: "app"), api: .sample(identifier: TestServer.orders),
            AccessTokenTerms(scope: Scope(["openid"])), keys: server.configuration.current.keys, at: server.clock.now()
        ).token
        #expect(try await server.send(.get, "/userinfo", headers: .bearer(jwt)).refusal == Self.invalid)
    }

    // C5.5: the opaque token is no key to the Management API.
    @Test func `is all that an opaque token opens`() async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server, ["scope": "openid"])
        #expect(try await server.send(.get, "/api/v2/connections", headers: .bearer(token)).status == 401)
    }
}
