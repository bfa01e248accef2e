import HTTPTypes
import Identity
import TestSupport
import Testing

// C4.2.
@Suite struct `A login on an application's own page` {
    private static let origin = "https://shop.example"
    private static let malformed = Refusal(
        400, "invalid_request",
        "Invalid request body. All and only of client_id, credential_type, username, otp, realm are required.")
    private static let notAllowed = Refusal(401, "unauthorized_client", "Cross origin login not allowed.")
    private static let wrongCode = Refusal(403, "access_denied", TestServer.wrongCode)

    /// `POST /co/authenticate` by the shop's page, unless the members say otherwise; null takes one out.
    private func authenticate(
        _ server: TestServer, _ code: String, _ members: JSONObject = [:], origin: String? = origin
    ) async throws -> TestAnswer {
        let body = members.filled(from: [
            "client_id": "shop", "credential_type": .string(TestServer.otpGrant),
            "username": .string(TestServer.phone), "otp": .string(code), "realm": "sms",
        ])
        return try await server.send(
            .post, "/co/authenticate", json: .object(body), headers: origin.map { .one("origin", $0) } ?? [:])
    }

    @Test func `gives a ticket, its verifier and a cookie`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let answer = try await authenticate(server, try await server.code(client: "shop"))
        #expect(answer.status == 200)
        #expect(Set(answer.json.object.map { Array($0.keys) } ?? []) == ["login_ticket", "co_id", "co_verifier"])
        #expect(answer.headers[.accessControlAllowOrigin] == Self.origin)
        #expect(answer.headers[text: "access-control-allow-credentials"] == "true")
        #expect(answer.headers[.cacheControl] == "no-store")
        let cookie = try #require(answer.headers[.setCookie])
        for part in ["__Host-", "HttpOnly", "Secure", "SameSite=None", "Path=/", "Max-Age=120"] {
            #expect(cookie.contains(part))
        }
        #expect(try await server.eventTypes().contains(.login))
    }

    // The origin is looked at before the code.
    @Test(arguments: ["https://evil.example", "https://SHOP.example.evil", "http://shop.example", "null", nil])
    func `is refused to pages of other origins`(origin: String?) async throws {
        let server = try await TestServer.withBrowserLogin()
        let code = try await server.code(client: "shop")
        let answer = try await authenticate(server, code, origin: origin)
        #expect(answer.status == 403)
        #expect(answer.text == "Origin \(origin ?? "null") is not allowed.")
        #expect(answer.headers[.setCookie] == nil)
        #expect(answer.headers[.accessControlAllowOrigin] == nil)
        #expect(try await server.eventTypes().contains(.originRefused))
        #expect(try await authenticate(server, code).status == 200)
    }

    private static let refusals: [(JSONObject, Refusal)] = [
        (["otp": .null], malformed), (["realm": .null], malformed), (["username": .null], malformed),
        (["client_id": .null], malformed), (["credential_type": .null], malformed),
        (["password": "x"], malformed), (["otp": 123_456], malformed), (["username": ["+81"]], malformed),
        (
            ["credential_type": "password"],
            Refusal(400, "unsupported_credential_type", "Unknown credential type parameter.")
        ),
        (["client_id": "nobody"], notAllowed),
        (["realm": "nowhere"], Refusal(400, "invalid_request", "Unknown realm nowhere.")),
        (["otp": "wrong"], wrongCode), (["username": "12"], wrongCode), (["username": "+819000000000"], wrongCode),
    ]

    @Test(arguments: refusals)
    func `is refused where the request is wrong, and the code stays good`(members: JSONObject, refusal: Refusal)
        async throws
    {
        let server = try await TestServer.withBrowserLogin()
        let code = try await server.code(client: "shop")
        let answer = try await authenticate(server, code, members)
        #expect(answer.refusal == refusal)
        #expect(answer.headers[.accessControlAllowOrigin] == Self.origin)
        #expect(answer.headers[.setCookie] == nil)
        #expect(try await authenticate(server, code).status == 200)
    }

    @Test func `is refused to a client that may not do so`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let code = try await server.code(client: "shop")
        try await server.change(client: "shop", ["cross_origin_authentication": false])
        #expect(try await authenticate(server, code).refusal == Self.notAllowed)
        try await server.change(client: "shop", ["cross_origin_authentication": true])
        #expect(try await authenticate(server, code).status == 200)
    }

    @Test func `is refused in a realm that is not the client's`() async throws {
        let server = try await TestServer.withBrowserLogin()
        try await server.change(
            client: "outsider",
            ["cross_origin_authentication": true, "web_origins": [.string(Self.origin)]])
        #expect(
            try await authenticate(server, "123456", ["client_id": "outsider"]).refusal
                == Refusal(400, "invalid_request", "Unknown realm sms."))
    }

    @Test func `is refused with a code that another client asked for`() async throws {
        let server = try await TestServer.withBrowserLogin()
        #expect(try await authenticate(server, try await server.code()).refusal == Self.wrongCode)
    }

    @Test func `is refused after three wrong codes, and waits after ten`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let code = try await server.code(client: "shop")
        for _ in 0..<3 { _ = try await authenticate(server, try server.wrongCode()) }
        #expect(try await authenticate(server, code).refusal.error == "access_denied")
        for _ in 0..<3 {
            // Five calls a second are the limit.
            server.clock.advance(by: .seconds(1))
            _ = try await server.code(client: "shop")
            for _ in 0..<3 { _ = try await authenticate(server, try server.wrongCode()) }
        }
        server.clock.advance(by: .seconds(1))
        let answer = try await authenticate(server, try await server.code(client: "shop"))
        #expect(answer.refusal.error == "too_many_attempts")
        #expect(answer.status == 429)
    }

    // C4.2: five calls a second from one address.
    @Test func `is refused when an address calls too often`() async throws {
        let server = try await TestServer.withBrowserLogin()
        for _ in 0..<5 { _ = try await authenticate(server, "123456") }
        #expect(try await authenticate(server, "123456").status == 429)
        server.clock.advance(by: .seconds(1))
        #expect(try await authenticate(server, "123456").status == 403)
    }

    @Test func `is refused to a blocked user`() async throws {
        let server = try await TestServer.withBrowserLogin()
        _ = try await authenticate(server, try await server.code(client: "shop"))
        let code = try await server.code(client: "shop")
        try await server.changeUser { $0.isBlocked = true }
        #expect(try await authenticate(server, code).refusal == Refusal(403, "blocked_user", "Blocked user"))
    }

    // The grant that turns the ticket into something is the client's to hold.
    @Test func `leads to nothing that the client may not have`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await authenticate(browser.server, try await browser.server.code(client: "shop"))
        browser.keep(answer)
        try await browser.server.change(client: "shop", ["grant_types": ["implicit"]])
        let shop = ["client_id": "shop", "redirect_uri": "https://shop.example/callback"]
        let ticket = ["login_ticket": answer["login_ticket"]?.string ?? ""]
        let refused = try await browser.authorize(shop.merging(ticket) { $1 })
        #expect(refused.answered["error"] == "unauthorized_client")
    }
}
