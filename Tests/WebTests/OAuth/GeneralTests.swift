import HTTPTypes
import Identity
import Testing

@Suite struct `Every answer` {
    private static let calls: [(HTTPRequest.Method, String)] = [
        (.post, "/passwordless/start"), (.post, "/oauth/token"), (.get, "/userinfo"), (.get, "/oauth/token"),
        (.get, "/.well-known/openid-configuration"), (.get, "/.well-known/jwks.json"), (.get, "/nowhere"),
        (.get, "/healthz"), (.get, "/readyz"), (.get, "/api/v2/connections"), (.get, "/api/v2/nowhere"),
        (.options, "/oauth/token"),
    ]

    // C2: every answer can be found in the log.
    @Test(arguments: calls.indices)
    func `names its request`(index: Int) async throws {
        let server = try await TestServer.withShop()
        let (method, path) = Self.calls[index]
        let first = try await server.send(method, path).headers[text: "x-request-id"]
        let second = try await server.send(method, path).headers[text: "x-request-id"]
        #expect(first?.isEmpty == false)
        #expect(first != second)
    }

    // C2: errors are not kept by anyone on the way.
    @Test func `that refuses is not stored`() async throws {
        let server = try await TestServer.withShop()
        for path in ["/passwordless/start", "/oauth/token", "/userinfo"] {
            #expect(try await server.send(.post, path, json: [:]).headers[.cacheControl] == "no-store")
        }
    }

    // C2: unknown path.
    @Test func `to an unknown path is 404`() async throws {
        let server = try await TestServer.withShop()
        for path in ["/nowhere", "/", "/passwordless", "/oauth/device/code", "/authorize/x", "/oauth/token/x"] {
            #expect(try await server.send(.get, path).refusal == Refusal(404, "not_found", "Not found"))
        }
    }

    // C2: 405 method_not_allowed; the GET form of start is not offered.
    @Test(
        arguments: [
            (.get, "/passwordless/start", "POST, OPTIONS"), (.put, "/oauth/token", "POST, OPTIONS"),
            (.get, "/oauth/token", "POST, OPTIONS"),
            (.delete, "/userinfo", "GET, POST, OPTIONS"), (.post, "/.well-known/jwks.json", "GET, OPTIONS"),
        ] as [(HTTPRequest.Method, String, String)])
    func `to a known path with a wrong method is 405`(method: HTTPRequest.Method, path: String, allowed: String)
        async throws
    {
        let server = try await TestServer.withShop()
        let answer = try await server.send(method, path)
        #expect(answer.refusal == Refusal(405, "method_not_allowed", "Method not allowed"))
        #expect(answer.headers[.allow] == allowed)
    }

    // C2: 503 temporarily_unavailable.
    @Test func `while the store is closed asks to try again`() async throws {
        let server = try await TestServer.withShop()
        await server.store.close()
        let answer = try await server.start()
        #expect(answer.refusal.status == 503)
        #expect(answer.refusal.error == "temporarily_unavailable")
        #expect(answer.headers[text: "retry-after"] == "1")
    }
}
