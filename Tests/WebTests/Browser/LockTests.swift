import HTTPTypes
import Identity
import TestSupport
import Testing

// C5.2.
@Suite struct `The file that Lock loads` {
    private func object(_ answer: TestAnswer) throws -> JSONObject {
        let prefix = "Auth0.setClient("
        #expect(answer.text.hasPrefix(prefix) && answer.text.hasSuffix(");"))
        let content = Array(answer.text.dropFirst(prefix.count).dropLast(2).utf8)
        return try #require(try JSON.parse(content).object)
    }

    @Test func `names the client and its connections`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let answer = try await server.send(.get, "/client/app.js")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "application/javascript; charset=utf-8")
        #expect(answer.headers[.accessControlAllowOrigin] == "*")
        let client = try object(answer)
        #expect(client["id"] == "app")
        #expect(client["callback"] == .string(Browser.callback))
        let strategy = try #require(client["strategies"]?.array?.first?.object)
        #expect(strategy["name"] == "sms")
        #expect(strategy["connections"]?.array?.first?.object?["name"] == "sms")
    }

    @Test func `names no connection that the client may not use`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let client = try object(try await server.send(.get, "/client/outsider.js"))
        #expect(client["strategies"]?.array?.first?.object?["connections"] == [])
    }

    @Test func `holds no secret`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let text = try await server.send(.get, "/client/shop.js").text
        #expect(!text.contains(TestServer.secret))
        #expect(!text.contains("secret"))
    }

    @Test func `never holds a tag`() async throws {
        let server = try await TestServer.withBrowserLogin()
        try await server.change(client: "app", ["callbacks": ["com.example.app:</script><script>alert(1)"]])
        let answer = try await server.send(.get, "/client/app.js")
        #expect(!answer.text.contains("<"))
        #expect(try object(answer)["callback"] == "com.example.app:</script><script>alert(1)")
    }

    @Test(arguments: ["nobody.js", "app", "app.json", ".js", "%FF.js", "%2e%2e%2fapp.js", "app.js%00", "app%27.js"])
    func `is not found for any other name`(file: String) async throws {
        let server = try await TestServer.withBrowserLogin()
        #expect(try await server.send(.get, "/client/\(file)").refusal == Refusal(404, "not_found", "Not found"))
    }
}

@Suite struct `The country of a browser` {
    @Test(
        arguments: [
            ("ja-JP", "JP"), ("de", "DE"), ("de;q=0.1, ar-EG;q=0.9", "EG"), ("", "US"), ("xx-YY", "US"),
            ("<script>", "US"), (String(repeating: "a,", count: 5_000), "US"),
        ])
    func `follows from its language`(language: String, country: String) async throws {
        let server = try await TestServer.withBrowserLogin()
        let answer = try await server.send(
            .get, "/user/geoloc/country", headers: .one("accept-language", language))
        #expect(answer.status == 200)
        #expect(answer.json == ["country_code": .string(country)])
        #expect(answer.headers[.accessControlAllowOrigin] == "*")
    }
}
