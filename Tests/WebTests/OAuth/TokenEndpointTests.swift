import HTTPTypes
import Identity
import Testing
import Web

@Suite struct `POST oauth token` {
    // C3: JSON and form for all grants.
    @Test func `takes forms`() async throws {
        let server = try await TestServer.withShop()
        let code = try await server.code()
        let answer = try await server.form(
            "/oauth/token",
            "grant_type=http%3A%2F%2Fauth0.com%2Foauth%2Fgrant-type%2Fpasswordless%2Fotp&client_id=app"
                + "&username=%2B819012345678&otp=\(code)&realm=sms&scope=openid+profile")
        #expect(answer.status == 200)
        #expect(answer["id_token"] != nil)
    }

    // C3.2: a form for client credentials with Basic.
    @Test func `takes forms with the client in the header`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(client: "shop", ["token_endpoint_auth_method": "client_secret_basic"])
        let answer = try await server.form(
            "/oauth/token", "grant_type=client_credentials&audience=https%3A%2F%2Fapi.example%2F",
            headers: .basic("shop"))
        #expect(answer.status == 200)
    }

    // C3.5: id and secret are form-encoded inside the header.
    @Test func `decodes what the header carries`() async throws {
        let server = try await TestServer.withShop()
        try await server.change { tx throws(StoreError) in
            guard var client = try tx.client(id: "basic") else { return }
            client.secret = Secret("p%ss: wörd+x")
            try tx.update(client)
        }
        let code = try await server.code("+15550100", client: "app")
        let members: JSONObject = ["username": "+15550100"]
        let answer = try await server.exchange(
            code, members, without: ["client_id"], headers: .basic("basic", "p%25ss%3A+w%C3%B6rd%2Bx"))
        #expect(answer.refusal == Refusal(403, "invalid_grant", TestServer.wrongCode))
    }

    // C3.3: missing grant type, unknown grant type.
    @Test func `needs a grant type that it knows`() async throws {
        let server = try await TestServer.withShop()
        let missing = Refusal(400, "invalid_request", "Missing required parameter: grant_type")
        #expect(try await server.token([:]).refusal == missing)
        #expect(try await server.token(["grant_type": nil]).refusal == missing)
        #expect(try await server.token(["grant_type": "", "client_id": "app"]).refusal == missing)
        for type in ["password", "implicit", "nonsense"] {
            #expect(
                try await server.token(["grant_type": .string(type), "client_id": "app"]).refusal
                    == Refusal(400, "unsupported_grant_type", "Unsupported grant type"))
        }
    }

    // C3.3: missing client.
    @Test func `needs a client`() async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.exchange("123456", without: ["client_id"]).refusal
                == Refusal(400, "invalid_request", "Missing required parameter: client_id"))
        #expect(
            try await server.exchange("123456", ["client_id": 7]).refusal
                == Refusal(400, "invalid_request", "client_id must be a string"))
    }

    // C3.1, C3.5: unknown client, wrong secret, missing secret, wrong method: one answer.
    @Test(
        arguments: [
            ["client_id": "nobody"], ["client_id": "shop"], ["client_id": "shop", "client_secret": "wrong"],
            ["client_id": "basic", "client_secret": "the-client-secret-of-a-test"],
        ] as [JSONObject])
    func `refuses clients that do not prove who they are`(members: JSONObject) async throws {
        let server = try await TestServer.withShop()
        #expect(
            try await server.exchange("123456", members).refusal == Refusal(401, "access_denied", "Unauthorized"))
    }

    // C3.5: RFC 6749 section 5.2, a failed Basic authentication names its scheme.
    @Test func `names the scheme of a failed authentication`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.exchange("123456", without: ["client_id"], headers: .basic("basic", "wrong"))
        #expect(answer.refusal == Refusal(401, "access_denied", "Unauthorized"))
        #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Basic") == true)
        #expect(
            try await server.exchange("123456", ["client_id": "nobody"]).headers[.wwwAuthenticate] == nil)
    }

    // C3.5: one way at a time (RFC 6749 section 2.3).
    @Test func `refuses credentials in two places`() async throws {
        let server = try await TestServer.withShop()
        let members: JSONObject = ["client_id": "basic", "client_secret": .string(TestServer.secret)]
        #expect(
            try await server.exchange("123456", members, headers: .basic("basic")).refusal
                == Refusal(400, "invalid_request", "Client credentials came both in the header and in the body"))
    }

    // C3.5: the header and the body must speak of the same client.
    @Test(arguments: ["Basic !!!", "Basic bm9jb2xvbg=="])
    func `refuses a header that cannot be read`(header: String) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.exchange("123456", headers: [.authorization: header])
        #expect(answer.refusal == Refusal(401, "access_denied", "Unauthorized"))
        let other = try await server.exchange("123456", ["client_id": "shop"], headers: .basic("basic"))
        #expect(other.refusal == Refusal(401, "access_denied", "Unauthorized"))
    }

    // C3.1: a public client's secret is not looked at.
    @Test func `does not look at the secret of a public client`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.exchange(try await server.code(), ["client_secret": "whatever"])
        #expect(answer.status == 200)
    }

    // C3: bodies that cannot be read.
    @Test(arguments: [
        (
            "application/json", "{\"grant_type\":\"x\",}",
            "The body is not JSON: Expected a member name in quotes (line 1, column 19)"
        ),
        ("application/json", "", "The body is not JSON: Unexpected end of the JSON text (line 1, column 1)"),
        ("application/json", "[]", "The body must be a JSON object"),
        ("application/json", "\"x\"", "The body must be a JSON object"),
        (
            "application/json", #"{"a":1,"a":2}"#,
            "The body is not JSON: A member name is repeated (line 1, column 13)"
        ),
        ("application/xml", "<x/>", "The body must be application/json or application/x-www-form-urlencoded"),
        (
            "multipart/form-data; boundary=x", "--x--",
            "The body must be application/json or application/x-www-form-urlencoded"
        ),
        (
            "application/x-www-form-urlencoded", "otp=1&otp=2",
            "The form cannot be read: The parameter otp is repeated"
        ),
        ("application/x-www-form-urlencoded", "otp=%4", "The form cannot be read: An unfinished % escape"),
        ("application/x-www-form-urlencoded", "otp=%ff", "The form cannot be read: Not valid UTF-8"),
        ("application/x-www-form-urlencoded", "otp=%00", "The form cannot be read: Not valid UTF-8"),
    ])
    func `says what is wrong with a body`(type: String, body: String, text: String) async throws {
        let server = try await TestServer.withShop()
        for path in ["/oauth/token", "/passwordless/start"] {
            let answer = try await server.send(.post, path, headers: [.contentType: type], body: Array(body.utf8))
            #expect(answer.refusal == Refusal(400, "invalid_request", text))
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }

    // C3: bodies that are too large.
    @Test func `refuses bodies of more than 16 KiB`() async throws {
        let server = try await TestServer.withShop()
        let fitting = Array(repeating: UInt8(ascii: " "), count: 16_384)
        for path in ["/oauth/token", "/passwordless/start"] {
            #expect(try await server.send(.post, path, body: fitting).refusal.status == 400)
            #expect(
                try await server.send(.post, path, body: fitting + [0x20]).refusal
                    == Refusal(413, "invalid_request", "The body is larger than 16384 bytes"))
        }
    }

    // C3: nothing in a parameter is read without end.
    @Test func `refuses parameters of more than 4 KiB`() async throws {
        let server = try await TestServer.withShop()
        let long = JSON.string(String(repeating: "1", count: 4_097))
        #expect(
            try await server.exchange("1", ["otp": long]).refusal == Refusal(400, "invalid_request", "otp is too long"))
    }

    // C3.1: 429 too_many_requests, where the operator sets a limit per address.
    @Test func `is limited by address where the operator says so`() async throws {
        let server = try await TestServer.withShop()
        let router = try Routes.router(server.services.with(tokenLimit: AddressRateLimit(perSecond: 2)))
        var answers: [TestAnswer] = []
        for _ in 1...3 { answers.append(try await TestAnswer.of(router, .post, "/oauth/token", json: [:])) }
        #expect(answers.map(\.status) == [400, 400, 429])
        #expect(answers[2].refusal.error == "too_many_requests")
        #expect(answers[2].headers[text: "retry-after"] == "1")
        #expect(answers[2].headers[text: "x-ratelimit-limit"] == "2")
    }
}
