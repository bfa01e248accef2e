import HTTPTypes
import Identity
import Testing

@Suite struct `POST passwordless start refuses` {
    private static let pattern = "String does not match pattern: ^\\+[0-9]{1,15}$"

    // C2: bad.client_id, bad.connection, bad.phone_number: absent.
    @Test(arguments: [
        ("client_id", Refusal(400, "bad.client_id", "Missing required property: client_id")),
        ("connection", Refusal(400, "bad.connection", "Missing required property: connection")),
        ("phone_number", Refusal(400, "bad.phone_number", "Missing required property: phone_number")),
    ])
    func `a missing property`(name: String, refusal: Refusal) async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.start(without: [name]).refusal == refusal)
        #expect(try await server.start([name: ""], without: [name]).refusal == refusal)
    }

    // C2: bad.connection, unknown name.
    @Test func `a connection that does not exist`() async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["connection": "nowhere"]).refusal
                == Refusal(400, "bad.connection", "Connection does not exist"))
    }

    // C2: bad.connection, not enabled for the client.
    @Test func `a connection that is not enabled for the client`() async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["client_id": "outsider"]).refusal
                == Refusal(400, "bad.connection", "Connection is disabled"))
    }

    // C2: bad.connection, sign-up is off and there is no such user; no code is made and the log says so.
    @Test func `a number without a user where sign-up is off`() async throws {
        let server = try await TestServer.withShop(options: ["disable_signup": true])
        #expect(
            try await server.start().refusal == Refusal(400, "bad.connection", "Public signup is disabled"))
        #expect(server.provider.messages.isEmpty)
        #expect(try await server.eventTypes() == [.failedLogin])
    }

    // C2: bad.authParams, not an object.
    @Test(arguments: [("scope=openid", "string"), ([1], "value"), (7, "value")] as [(JSON, String)])
    func `authParams that are no object`(value: JSON, type: String) async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["authParams": value]).refusal
                == Refusal(400, "bad.authParams", "error in authParams - invalid type: \(type) (expected object)"))
    }

    // C2: bad.authParams; they are kept with the event, so there is an end to them.
    @Test func `authParams that are too large`() async throws {
        let server = try await TestServer.withShop()
        let parameters: JSON = ["state": .string(String(repeating: "x", count: 4_096))]
        #expect(
            try await server.start(["authParams": parameters]).refusal
                == Refusal(400, "bad.authParams", "error in authParams - larger than 4096 bytes"))
    }

    // C2: bad.request, unknown top-level property.
    @Test func `properties that nobody knows`() async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["redirect_uri": "x"]).refusal
                == Refusal(400, "bad.request", "the following properties are not allowed: redirect_uri"))
        #expect(
            try await server.start(["one": 1, "two": 2]).refusal
                == Refusal(400, "bad.request", "the following properties are not allowed: one, two"))
    }

    // C2: bad.phone_number, pattern.
    @Test(arguments: ["819012345678", "+", "+81 90", "+1234567890123456", "+81x", "tel:+81", "+８１"])
    func `numbers of another form`(number: String) async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["phone_number": .string(number)]).refusal
                == Refusal(400, "bad.phone_number", Self.pattern))
        #expect(server.provider.messages.isEmpty)
    }

    // C2: bad.send.
    @Test(arguments: ["sms", "", 1, true] as [JSON])
    func `to send anything else`(send: JSON) async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["send": send]).refusal
                == Refusal(400, "bad.send", "error in send - must be code or link"))
    }

    // C2: properties of a wrong type.
    @Test(arguments: ["client_id", "connection", "phone_number"])
    func `properties that are no text`(name: String) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.start([name: 7])
        #expect(answer.refusal == Refusal(400, "bad.\(name)", "error in \(name) - invalid type (expected string)"))
    }

    // C2: sms_provider_error, the gateway's three texts and Twilio's.
    @Test(arguments: [
        "Unexpected response while calling the SMS gateway: 503",
        "Authentication failed while calling the SMS gateway: 401", "The 'To' number is not valid. (Code: 21211)",
    ])
    func `what the provider refused, in the provider's words`(text: String) async throws {
        let server = try await TestServer.withShop()
        server.provider.answer(.refused(DeliveryProblem(forCaller: text, forOperator: "the operator's reason")))
        let answer = try await server.start()
        #expect(answer.refusal == Refusal(400, "sms_provider_error", text))
        #expect(!answer.text.contains("the operator's reason"))
    }

    // C2: sms_provider_error, timeout; the message may have arrived, so the code works.
    @Test func `what timed out, and the code works if it arrives`() async throws {
        let server = try await TestServer.withShop()
        server.provider.answer(
            .unknown(DeliveryProblem(forCaller: "Timeout while calling the SMS gateway: ESOCKETTIMEDOUT")))
        #expect(
            try await server.start().refusal
                == Refusal(400, "sms_provider_error", "Timeout while calling the SMS gateway: ESOCKETTIMEDOUT"))
        #expect(try await server.exchange(try #require(server.provider.newestCode)).status == 200)
    }

    // C2: the call is not carried out while too many messages are under way.
    @Test func `for a moment, when too many messages are under way`() async throws {
        let server = try await TestServer.withShop()
        server.provider.leavePlaces(0)
        let answer = try await server.start()
        #expect(answer.refusal.status == 503)
        #expect(answer.refusal.error == "temporarily_unavailable")
        #expect(answer.headers[text: "retry-after"] == "1")
    }
}

@Suite struct `At passwordless start a client` {
    // C2: 403 unauthorized_client, confidential client without credentials while enforcement is on.
    @Test(arguments: ["shop", "basic"])
    func `that is confidential must authenticate`(client: String) async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["client_id": .string(client)]).refusal
                == Refusal(403, "unauthorized_client", "Client authentication is required"))
        #expect(server.provider.messages.isEmpty)
    }

    // C2: enforcement off, the call works without credentials.
    @Test func `need not authenticate where the tenant does not enforce it`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(
            settings: ["flags": ["enforce_client_authentication_on_passwordless_start": false]])
        #expect(try await server.start(["client_id": "shop"]).status == 200)
    }

    // C2: enforcement off, a wrong secret is still wrong.
    @Test func `may not send a wrong secret even then`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(
            settings: ["flags": ["enforce_client_authentication_on_passwordless_start": false]])
        #expect(
            try await server.start(["client_id": "shop", "client_secret": "wrong"]).refusal
                == Refusal(401, "access_denied", "Unauthorized"))
    }

    // C2: `client_secret` for confidential clients.
    @Test func `authenticates by its secret in the body`() async throws {
        let server = try await TestServer.withShop()
        let secret = JSON.string(TestServer.secret)
        #expect(try await server.start(["client_id": "shop", "client_secret": secret]).status == 200)
    }

    // C2, C3.5: `client_secret_basic`.
    @Test func `authenticates by the header where that is its method`() async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.start(["client_id": "basic"], headers: .basic("basic")).status == 200)
    }

    // C3.5: strictly per `token_endpoint_auth_method`.
    @Test func `cannot authenticate by another method than its own`() async throws {
        let server = try await TestServer.withShop()
        let wrong = Refusal(401, "access_denied", "Unauthorized")
        #expect(try await server.start(["client_id": "shop"], headers: .basic("shop")).refusal == wrong)
        let inBody: JSONObject = ["client_id": "basic", "client_secret": .string(TestServer.secret)]
        #expect(try await server.start(inBody).refusal == wrong)
    }

    // C2: wrong secret.
    @Test(arguments: ["wrong", "the-client-secret-of-a-tesT", "the-client-secret-of-a-test "])
    func `is refused with a wrong secret`(secret: String) async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["client_id": "shop", "client_secret": .string(secret)]).refusal
                == Refusal(401, "access_denied", "Unauthorized"))
    }

    // C2: unknown client_id.
    @Test func `is refused when nobody knows it`() async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.start(["client_id": "nobody"]).refusal
                == Refusal(403, "unauthorized_client", "invalid client"))
    }

    // C2: `auth0-forwarded-for` replaces the caller's address for a trusted confidential client that sent its secret.
    @Test func `may name the caller's address when it is trusted and authenticated`() async throws {
        let server = try await TestServer.withShop(options: ["forward_req_info": true])
        try await server.change(client: "shop", ["is_token_endpoint_ip_header_trusted": true])
        let members: JSONObject = ["client_id": "shop", "client_secret": .string(TestServer.secret)]
        #expect(try await server.start(members, headers: .one("auth0-forwarded-for", "198.51.100.7")).status == 200)
        #expect(server.provider.messages.first?.caller?.address.description == "198.51.100.7")
    }

    // C2: `auth0-forwarded-for` is ignored of everyone else.
    @Test(arguments: [("shop", false, true), ("app", true, false), ("shop", true, false)])
    func `may not name the caller's address otherwise`(client: String, isTrusted: Bool, hasSecret: Bool) async throws {
        let server = try await TestServer.withShop(options: ["forward_req_info": true])
        try await server.change(
            settings: ["flags": ["enforce_client_authentication_on_passwordless_start": false]])
        try await server.change(client: client, ["is_token_endpoint_ip_header_trusted": .bool(isTrusted)])
        var members: JSONObject = ["client_id": .string(client)]
        if hasSecret { members["client_secret"] = .string(TestServer.secret) }
        #expect(try await server.start(members, headers: .one("auth0-forwarded-for", "198.51.100.7")).status == 200)
        #expect(server.provider.messages.first?.caller?.address.description == "127.0.0.1")
    }
}
