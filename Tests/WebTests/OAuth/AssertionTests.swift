import HTTPTypes
import Identity
import TestSupport
import Testing
import Web

// C3.5, and C2 for where a code is asked for.
@Suite struct `A client with a key of its own` {
    private static let refused = Refusal(401, "access_denied", "Unauthorized")

    /// `shop` asks for a token in its own name.
    private func ask(
        _ server: TestServer, _ members: JSONObject, without removed: [String] = ["client_secret"]
    ) async throws -> TestAnswer {
        try await server.clientCredentials(members, without: removed)
    }

    @Test func `gets tokens for an assertion`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let answer = try await ask(server, .assertion(try AssertionForge.assertion(of: "shop")))
        #expect(answer.status == 200)
        #expect(answer["access_token"] != nil)
    }

    @Test func `may leave its id out, which the assertion has`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop"))
        #expect(try await ask(server, members, without: ["client_id", "client_secret"]).status == 200)
    }

    @Test func `may send a form`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let answer = try await server.form(
            "/oauth/token",
            "grant_type=client_credentials&audience=https%3A%2F%2Fapi.example%2F&client_assertion="
                + (try AssertionForge.assertion(of: "shop"))
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer")
        #expect(answer.status == 200)
    }

    @Test func `asks for codes and exchanges them`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let started = try await server.start(
            .assertion(try AssertionForge.assertion(of: "shop", id: "one")), without: ["client_id"])
        #expect(started.status == 200)
        let code = try #require(server.provider.newestCode)
        let answer = try await server.exchange(
            code, .assertion(try AssertionForge.assertion(of: "shop", id: "two")), without: ["client_id"])
        #expect(answer.status == 200)
    }

    @Test func `cannot use an assertion twice`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop"))
        #expect(try await ask(server, members).status == 200)
        #expect(try await ask(server, members).refusal == Self.refused)
        #expect(try await server.start(members, without: ["client_id"]).refusal == Self.refused)
        let other = JSONObject.assertion(try AssertionForge.assertion(of: "shop", id: "second"))
        #expect(try await ask(server, other).status == 200)
    }

    @Test func `uses an assertion once also in twenty calls at the same time`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop"))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await ask(server, members).status } }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 200 }.count == 1)
        #expect(statuses.filter { $0 == 401 }.count == 19)
    }

    @Test func `has its own ids of assertions, and another client may use the same`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        _ = try await server.giveKey(to: "basic")
        for client in ["shop", "basic"] {
            let members = JSONObject.assertion(try AssertionForge.assertion(of: client))
            let answer = try await server.start(members, without: ["client_id"])
            #expect(answer.status == 200)
        }
    }

    @Test func `has no use for its secret any more`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        #expect(try await ask(server, [:], without: []).refusal == Self.refused)
        let inHeader = try await server.token(
            ["grant_type": "client_credentials", "audience": .string(TestServer.orders)], headers: .basic("shop"))
        #expect(inHeader.refusal == Self.refused)
        #expect(try await ask(server, [:]).refusal == Self.refused)
    }

    @Test func `is the only kind that may send an assertion`() async throws {
        let server = try await TestServer.withShop()
        for client in ["shop", "basic", "app"] {
            let members = JSONObject.assertion(try AssertionForge.assertion(of: client))
            #expect(try await server.start(members, without: ["client_id"]).refusal == Self.refused)
        }
    }

    @Test func `proves itself with a key that it names, not with any that is stored`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        _ = try await server.manage(
            .post, "clients/shop/credentials",
            ["credential_type": "public_key", "pem": .string(try AssertionForge.pem(1))])
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop", key: 1))
        #expect(try await ask(server, members).refusal == Self.refused)
    }

    @Test func `cannot prove to be another client`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        _ = try await server.giveKey(to: "basic")
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "basic"))
        #expect(try await ask(server, members.filled(from: ["client_id": "shop"])).refusal == Self.refused)
        let mixed = JSONObject.assertion(try AssertionForge.assertion(of: "shop", ["iss": "basic"]))
        #expect(try await ask(server, mixed).refusal == Self.refused)
    }

    @Test func `is refused when its key has expired`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop", expiresAt: "2025-06-15T12:00:30Z")
        server.clock.advance(by: .seconds(30))
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop"))
        #expect(try await ask(server, members).refusal == Self.refused)
    }

    @Test func `is refused with an assertion for somebody else or out of date`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let now = ManualClock.start.seconds
        let claims: [JSONObject] = [
            ["aud": "https://evil.example/"], ["exp": .int(now - 10)], ["exp": .int(now + 301)], ["jti": .null],
        ]
        for claims in claims {
            let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop", claims))
            #expect(try await ask(server, members).refusal == Self.refused)
        }
    }

    @Test func `is trusted with the caller's address, as one with a secret is`() async throws {
        let server = try await TestServer.withShop(limits: .init(startsPerAddressPerHour: 1))
        _ = try await server.giveKey(to: "shop")
        try await server.change(client: "shop", ["is_token_endpoint_ip_header_trusted": true])
        for (number, address) in ["203.0.113.1", "203.0.113.2"].enumerated() {
            let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop", id: "start-\(number)"))
                .filled(from: ["phone_number": .string("+8190123456\(70 + number)")])
            let answer = try await server.start(
                members, without: ["client_id"], headers: .one("auth0-forwarded-for", address))
            #expect(answer.status == 200)
        }
    }

    @Test func `revokes with an assertion, and with nothing else`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop")).filled(from: ["token": "unknown"])
        #expect(try await server.send(.post, "/oauth/revoke", json: .object(members)).status == 200)
        #expect(try await server.send(.post, "/oauth/revoke", json: .object(members)).status == 401)
        let secret: JSON = ["client_id": "shop", "client_secret": .string(TestServer.secret), "token": "unknown"]
        #expect(try await server.send(.post, "/oauth/revoke", json: secret).status == 401)
    }

    @Test func `goes back to its secret when the keys are taken away`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let changed = try await server.manage(
            .patch, "clients/shop",
            ["client_authentication_methods": nil, "token_endpoint_auth_method": "client_secret_post"])
        #expect(changed.status == 200)
        #expect(try await ask(server, [:], without: []).status == 200)
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop"))
        #expect(try await ask(server, members).refusal == Self.refused)
    }
}

@Suite struct `The parameters of an assertion` {
    private func refusal(_ members: JSONObject, headers: HTTPFields = [:]) async throws -> Refusal {
        let server = try await TestServer.withShop()
        let body = members.filled(from: ["grant_type": "client_credentials", "client_id": "shop"])
        return try await server.token(body, headers: headers).refusal
    }

    @Test func `do not come with a secret`() async throws {
        let both = Refusal(400, "invalid_request", "The client came with both a secret and a client_assertion")
        let assertion = JSONObject.assertion(try AssertionForge.assertion(of: "shop"))
        #expect(try await refusal(assertion.filled(from: ["client_secret": "x"])) == both)
        #expect(try await refusal(assertion, headers: .basic("shop")) == both)
    }

    @Test func `come together`() async throws {
        let assertion = try AssertionForge.assertion(of: "shop")
        #expect(
            try await refusal(["client_assertion": .string(assertion)])
                == Refusal(400, "invalid_request", "Missing required parameter: client_assertion_type"))
        #expect(
            try await refusal(["client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"])
                == Refusal(400, "invalid_request", "Missing required parameter: client_assertion"))
    }

    @Test func `are of the one type`() async throws {
        let members = JSONObject.assertion(try AssertionForge.assertion(of: "shop"))
        let saml = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"
        #expect(
            try await refusal(
                JSONObject(dictionaryLiteral: ("client_assertion_type", .string(saml))).filled(from: members))
                == Refusal(
                    400, "invalid_request",
                    "client_assertion_type must be urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
    }

    @Test func `are text of at most 2048 bytes`() async throws {
        #expect(
            try await refusal(.assertion(String(repeating: "x", count: 2_049)))
                == Refusal(400, "invalid_request", "client_assertion must have at most 2048 bytes"))
        #expect(
            try await refusal(["client_assertion": ["a", "b"]])
                == Refusal(400, "invalid_request", "client_assertion must be a string"))
    }

    @Test(arguments: ["a.b.c", "nonsense", "e30.e30.AA", "é"])
    func `name nobody when they are no token`(text: String) async throws {
        #expect(try await refusal(.assertion(text)) == Refusal(401, "access_denied", "Unauthorized"))
    }
}
