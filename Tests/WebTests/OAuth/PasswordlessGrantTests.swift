import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A code at the token endpoint` {
    private static let wrong = Refusal(403, "invalid_grant", TestServer.wrongCode)

    // C3.1: success.
    @Test func `brings an access token`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.exchange(try await server.code())
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.json.object?.keys == ["access_token", "expires_in", "token_type"])
        #expect(answer["expires_in"] == 86_400)
        #expect(answer["token_type"] == "Bearer")
    }

    // C3: `id_token` when `openid` is granted.
    @Test func `brings an ID token for openid`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.exchange(try await server.code(), ["scope": "openid profile phone"])
        #expect(answer["id_token"]?.string != nil)
        #expect(answer["scope"] == nil)
    }

    // C3: `scope` is omitted when it equals what was asked, told when it differs; `offline_access` is not granted.
    @Test(
        arguments: [
            ("openid phone", nil), ("openid offline_access", "openid"), ("nonsense", ""), ("phone openid", nil),
            ("openid read:orders", "openid"),
        ] as [(String, String?)])
    func `says what was granted where it differs from what was asked`(asked: String, granted: String?) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.exchange(try await server.code(), ["scope": .string(asked)])
        #expect(answer.status == 200)
        #expect(answer["scope"]?.string == granted)
        #expect(answer["refresh_token"] == nil)
    }

    // C3.1: an API's scopes.
    @Test func `grants the API's own scopes`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.exchange(
            try await server.code(),
            ["scope": "openid read:orders write:orders", "audience": .string(TestServer.orders)])
        #expect(answer["scope"] == "openid read:orders")
        #expect(answer["expires_in"] == 3_600)
    }

    // C3.1: the three places of a client's credentials.
    @Test func `is exchanged by public and confidential clients`() async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.exchange(try await server.code()).status == 200)
        let inBody: JSONObject = ["client_id": "shop", "client_secret": .string(TestServer.secret)]
        #expect(try await server.exchange(try await server.code(client: "shop"), inBody).status == 200)
        let code = try await server.code(client: "basic")
        #expect(try await server.exchange(code, without: ["client_id"], headers: .basic("basic")).status == 200)
    }

    // C3.1: wrong code, expired code, replaced code, used code, unknown number, another client's code: one answer.
    @Test func `is refused when it is wrong`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        let other = String(code.reversed()) == code ? "000000" : String(code.reversed())
        #expect(try await server.exchange(other).refusal == Self.wrong)
    }

    // C3.1: expired code.
    @Test func `is refused when it has expired, as if it were wrong`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        server.clock.advance(by: .seconds(300))
        #expect(try await server.exchange(code).refusal == Self.wrong)
    }

    // C3.1: replaced code.
    @Test func `is refused when a newer one was sent, as if it were wrong`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        _ = try await server.code()
        #expect(try await server.exchange(code).refusal == Self.wrong)
    }

    // C3.1: used code.
    @Test func `is refused when it was used, as if it were wrong`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        #expect(try await server.exchange(code).status == 200)
        #expect(try await server.exchange(code).refusal == Self.wrong)
    }

    // C3.1: unknown number; a username that is no number, and a realm that is no connection, look the same.
    @Test(
        arguments: [
            ["username": "+15550100"], ["username": "not a number"], ["username": "someone@example.com"],
            ["realm": "nowhere"], ["realm": "email"],
        ] as [JSONObject])
    func `is refused for anyone else, as if it were wrong`(members: JSONObject) async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.exchange(try await server.code(), members).refusal == Self.wrong)
    }

    // C3.1: another client's code.
    @Test func `is refused for another client, as if it were wrong`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        let members: JSONObject = ["client_id": "shop", "client_secret": .string(TestServer.secret)]
        #expect(try await server.exchange(code, members).refusal == Self.wrong)
        #expect(try await server.exchange(code, ["client_id": "outsider"]).refusal == Self.wrong)
    }

    // C3.1: undelivered code.
    @Test func `is refused when the provider refused to carry it, as if it were wrong`() async throws {
        let server = try await TestServer.withShop()
        server.provider.answer(.refused(DeliveryProblem(forCaller: "no")))
        let code = try await server.code()
        #expect(try await server.exchange(code).refusal == Self.wrong)
    }

    // C3.1: too many tries on one code.
    @Test func `is refused after three wrong tries`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        for _ in 1...3 { #expect(try await server.exchange("wrong").refusal == Self.wrong) }
        #expect(
            try await server.exchange(code).refusal
                == Refusal(
                    403, "invalid_grant",
                    "You've reached the maximum number of attempts. Please try to login again."))
    }

    // C3.1: brute force block, 429 too_many_attempts; differs: no notification, and it ends by itself.
    @Test func `is not looked at for a while after ten wrong ones in a row`() async throws {
        let server = try await TestServer.withShop()
        for number in 0..<10 {
            if number.isMultiple(of: 3) { _ = try await server.code() }
            #expect(try await server.exchange("wrong").refusal == Self.wrong)
        }
        let code = try await server.code()
        let answer = try await server.exchange(code)
        #expect(
            answer.refusal
                == Refusal(
                    429, "too_many_attempts",
                    "Your account has been blocked after multiple consecutive login attempts. Try again in 30 seconds.")
        )
        #expect(answer.headers[text: "retry-after"] == "30")
        server.clock.advance(by: .seconds(30))
        #expect(try await server.exchange(code).status == 200)
        #expect(try await server.eventTypes().filter { $0 == .tooManyFailures }.count == 1)
    }

    // C3.1: grant not enabled.
    @Test func `is refused when the client may not use the grant`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(client: "app", ["grant_types": ["client_credentials"]])
        let answer = try await server.exchange("123456")
        #expect(
            answer.refusal
                == Refusal(
                    403, "unauthorized_client",
                    "Grant type 'http://auth0.com/oauth/grant-type/passwordless/otp' not allowed for the client."))
        #expect(answer["error_uri"] == "https://auth0.com/docs/clients/client-grant-types")
    }

    // C3.1: blocked user.
    @Test func `does not let a blocked user in`() async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.exchange(try await server.code()).status == 200)
        let code = try await server.code()
        try await server.changeUser { $0.isBlocked = true }
        #expect(try await server.exchange(code).refusal == Refusal(401, "unauthorized", "user is blocked"))
        #expect(try await server.user()?.loginsCount == 2)
    }

    // C6: sign-up was turned off between start and exchange.
    @Test func `makes no user where sign-up was turned off meanwhile`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        try await server.change { tx throws(StoreError) in
            guard var sms = try tx.connection(named: "sms") else { return }
            sms.replaceOptions(sms.options.filled(from: ["disable_signup": true]))
            try tx.update(sms)
        }
        #expect(
            try await server.exchange(code).refusal == Refusal(403, "access_denied", "Public signup is disabled"))
        #expect(try await server.user() == nil)
    }

    // C3.1: what is wrong with the call is said before the code is looked at, so the code stays good.
    @Test func `is not used up by a call that could not succeed`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        let calls: [(JSONObject, Refusal)] = [
            (
                ["audience": "https://nowhere.example/"],
                Refusal(403, "access_denied", "Service not found: https://nowhere.example/")
            ),
            (
                ["audience": .string(TestServer.issuer.managementAudience)],
                Refusal(
                    403, "access_denied",
                    "Client \"app\" is not authorized to access resource server "
                        + "\"\(TestServer.issuer.managementAudience)\".")
            ),
            (["scope": "a\"b"], Refusal(400, "invalid_scope", "The scope is not valid")),
            (["scope": 7], Refusal(400, "invalid_scope", "Scope must be an array or a string")),
        ]
        for (members, refusal) in calls { #expect(try await server.exchange(code, members).refusal == refusal) }
        #expect(try await server.exchange(code).status == 200)
    }

    // C3.1: an API that only lets clients in that were granted it.
    @Test func `needs a grant for an API that wants one`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(api: ["subject_type_authorization": ["user": ["policy": "require_client_grant"]]])
        let members: JSONObject = ["audience": .string(TestServer.orders), "scope": "read:orders"]
        #expect(try await server.exchange(try await server.code(), members).refusal.error == "access_denied")
        try await server.change { tx throws(StoreError) in
            try tx.insert(
                ClientGrant(
                    id: "cgr_user", clientID: "app", audience: TestServer.orders, scope: ["read:orders"],
                    properties: ["subject_type": "user"], createdAt: ManualClock.start))
        }
        #expect(try await server.exchange(try await server.code(), members).status == 200)
    }

    // C3.1: missing parameters; `redirect_uri` is never required.
    @Test(arguments: ["username", "otp", "realm"])
    func `needs its parameters`(name: String) async throws {
        let server = try await TestServer.withShop()
        let refusal = Refusal(400, "invalid_request", "Missing required parameter: \(name)")
        #expect(try await server.exchange("123456", without: [name]).refusal == refusal)
        #expect(try await server.exchange("123456", [name: ""], without: []).refusal == refusal)
        #expect(
            try await server.exchange("123456", [name: 7]).refusal
                == Refusal(400, "invalid_request", "\(name) must be a string"))
    }

    // C5.4, C3.1: the tenant's default audience.
    @Test func `is for the default audience where none is named`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(settings: ["default_audience": .string(TestServer.orders)])
        let answer = try await server.exchange(try await server.code())
        #expect(answer["expires_in"] == 3_600)
    }

    // C2, C3.1: `auth0-forwarded-for` of a trusted client that sent its secret names the person's address.
    @Test(arguments: [(true, "198.51.100.7"), (false, "127.0.0.1")])
    func `is remembered with the address that a trusted client passes on`(isTrusted: Bool, address: String) async throws
    {
        let server = try await TestServer.withShop()
        try await server.change(client: "shop", ["is_token_endpoint_ip_header_trusted": .bool(isTrusted)])
        let members: JSONObject = ["client_id": "shop", "client_secret": .string(TestServer.secret)]
        let code = try await server.code(client: "shop")
        let answer = try await server.exchange(code, members, headers: .one("auth0-forwarded-for", "198.51.100.7"))
        #expect(answer.status == 200)
        #expect(try await server.user()?.lastIP == address)
    }

    // C3.1: null and an empty scope count as absent; `redirect_uri` and what nobody knows are ignored.
    @Test func `is exchanged whatever else is said`() async throws {
        let server = try await TestServer.withShop()
        let members: JSONObject = [
            "scope": "", "audience": nil, "redirect_uri": "https://app.example/cb", "unknown": [1],
        ]
        let answer = try await server.exchange(try await server.code(), members)
        #expect(answer.status == 200)
        #expect(answer["scope"] == nil)
    }
}
