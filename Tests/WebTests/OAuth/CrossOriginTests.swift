import HTTPTypes
import Identity
import Testing

@Suite struct `A page of another origin` {
    private let shop = HTTPFields.one("origin", "https://shop.example")
    private let app = HTTPFields.one("origin", "https://app.example:8443")
    private let stranger = HTTPFields.one("origin", "https://evil.example")

    // C2: 403 plain text, CORS origin not listed.
    @Test func `cannot start a login unless its client lists it`() async throws {
        let server = try await TestServer.withShop()
        for headers in [stranger, shop, .one("origin", "null"), .one("origin", "https://app.example")] {
            let answer = try await server.start(headers: headers)
            #expect(answer.status == 403)
            #expect(answer.text == "Origin \(try #require(headers[text: "origin"])) is not allowed.")
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(answer.headers[.accessControlAllowOrigin] == nil)
        }
        #expect(server.provider.messages.isEmpty)
    }

    // C2: the origin of a callback URL counts too.
    @Test func `starts a login when its client lists it`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.start(headers: app)
        #expect(answer.status == 200)
        #expect(answer.headers[.accessControlAllowOrigin] == "https://app.example:8443")
        #expect(answer.headers[.vary] == "Origin")
        #expect(answer.headers[.accessControlExposeHeaders]?.contains("retry-after") == true)
    }

    // C2: errors too must be readable by the page.
    @Test func `reads the errors it gets`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.start(["phone_number": "1"], headers: app)
        #expect(answer.status == 400)
        #expect(answer.headers[.accessControlAllowOrigin] == "https://app.example:8443")
    }

    // C2: an origin that no client lists reads nothing, whatever is wrong with the call.
    @Test(
        arguments: [["client_id": "nobody"], ["client_id": "shop"], ["unknown": 1], ["phone_number": 1]] as [JSONObject]
    )
    func `reads no errors when nobody lists it`(members: JSONObject) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.start(members, headers: stranger)
        #expect(answer.headers[.accessControlAllowOrigin] == nil)
    }

    // C3: the token endpoint and /userinfo.
    @Test func `is refused at the other doors unless some client lists it`() async throws {
        let server = try await TestServer.withShop()
        for path in ["/oauth/token", "/userinfo"] {
            let answer = try await server.send(.post, path, json: [:], headers: stranger)
            #expect(answer.status == 403)
            #expect(answer.text == "Origin https://evil.example is not allowed.")
            let allowed = try await server.send(.post, path, json: [:], headers: shop)
            #expect(allowed.headers[.accessControlAllowOrigin] == "https://shop.example")
        }
    }

    // C2: preflight must allow content-type and auth0-client.
    @Test(arguments: [("/passwordless/start", "POST"), ("/oauth/token", "POST"), ("/userinfo", "GET, POST")])
    func `may ask what it may send`(path: String, methods: String) async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.send(.options, path, headers: shop)
        #expect(answer.status == 204)
        #expect(answer.headers[.accessControlAllowOrigin] == "https://shop.example")
        #expect(answer.headers[.accessControlAllowMethods] == methods)
        let allowed = try #require(answer.headers[.accessControlAllowHeaders])
        for name in ["authorization", "content-type", "auth0-client", "x-request-language"] {
            #expect(allowed.contains(name))
        }
        #expect(try await server.send(.options, path, headers: stranger).status == 403)
    }

    // C5.3: public documents.
    @Test(arguments: ["/.well-known/openid-configuration", "/.well-known/jwks.json"])
    func `reads what is public from anywhere`(path: String) async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.send(.get, path, headers: stranger).headers[.accessControlAllowOrigin] == "*")
    }

    // C2: the refusal quotes no more than an origin can be.
    @Test func `is not quoted at length`() async throws {
        let server = try await TestServer.withShop()
        let long = HTTPFields.one("origin", "https://" + String(repeating: "x", count: 5_000))
        #expect(try await server.start(headers: long).text.count < 400)
    }
}
