import HTTPTypes
import Identity
import TestSupport
import Testing
import Web

@Suite struct `The door of the Management API` {
    /// Nothing here changes anything, so one server serves all.
    private static let shared = Task { try await TestServer.start() }

    private func send(_ route: ManagementRoute, authorization: String?) async throws -> TestAnswer {
        var headers = HTTPFields()
        headers[.authorization] = authorization
        return try await `The door of the Management API`.shared.value.send(
            route.method, "/api/v2/\(route.path)", headers: headers)
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to callers without a token`(route: ManagementRoute) async throws {
        let answer = try await send(route, authorization: nil)
        #expect(
            answer.json == ["statusCode": 401, "error": "Unauthorized", "message": "Missing authentication"])
        #expect(answer.status == 401)
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to tokens of another kind`(route: ManagementRoute) async throws {
        let answer = try await send(route, authorization: "Basic YTpi")
        #expect(answer.status == 400)
        #expect(answer.message == "Bad HTTP authentication header format")
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to text that is no token`(route: ManagementRoute) async throws {
        let answer = try await send(route, authorization: "Bearer not-a-token")
        #expect(answer.status == 401)
        #expect(answer.message == "Invalid token")
        #expect(answer["attributes"] == ["error": "Invalid token"])
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to a token whose claims were changed`(route: ManagementRoute) async throws {
        let server = try await `The door of the Management API`.shared.value
        let parts = try await server.managementToken(scopes: []).split(separator: ".")
        let richer = try await server.managementToken().split(separator: ".")
        let answer = try await send(route, authorization: "Bearer \(parts[0]).\(richer[1]).\(parts[2])")
        #expect(answer.status == 401)
        #expect(answer.message == "Invalid signature received for JSON Web Token validation")
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to an expired token`(route: ManagementRoute) async throws {
        let server = try await `The door of the Management API`.shared.value
        let token = try await server.managementToken(madeAt: ManualClock.start - .seconds(86_400))
        let answer = try await send(route, authorization: "Bearer \(token)")
        #expect(answer.status == 401)
        #expect(answer.message == "Expired token received for JSON Web Token validation")
        #expect(answer["attributes"] == ["error": "Expired token received for JSON Web Token validation"])
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to a token for another API`(route: ManagementRoute) async throws {
        let server = try await `The door of the Management API`.shared.value
        let token = try await server.managementToken(audience: "https://api.example/")
        let answer = try await send(route, authorization: "Bearer \(token)")
        #expect(answer.status == 401)
        #expect(answer.message == "Invalid token")
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to a token that is bound to a key`(route: ManagementRoute) async throws {
        let server = try await `The door of the Management API`.shared.value
        let token = try await server.managementToken(keyThumbprint: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
        let answer = try await send(route, authorization: "Bearer \(token)")
        #expect(answer.status == 401)
        #expect(answer.message == "Invalid token")
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to a client that does not exist`(route: ManagementRoute) async throws {
        let server = try await `The door of the Management API`.shared.value
        let token = try await server.managementToken(clientID: "gone")
        #expect(try await send(route, authorization: "Bearer \(token)").status == 401)
    }

    @Test(arguments: ManagementRoute.all)
    func `is closed to a token in a user's name`(route: ManagementRoute) async throws {
        let server = try await `The door of the Management API`.shared.value
        let token = try await server.userToken(for: .sample(), scopes: route.scopes)
        #expect(try await send(route, authorization: "Bearer \(token)").status == 401)
    }

    @Test(arguments: ManagementRoute.all)
    func `names the scopes that would open it`(route: ManagementRoute) async throws {
        let server = try await `The door of the Management API`.shared.value
        let token = try await server.managementToken(scopes: ["read:nothing"])
        let answer = try await send(route, authorization: "Bearer \(token)")
        #expect(
            answer.json == [
                "statusCode": 403, "error": "Forbidden",
                "message": .string("Insufficient scope, expected any of: \(route.scopes.joined(separator: ","))"),
                "errorCode": "insufficient_scope",
            ])
    }

    @Test(arguments: ["read:current_user"])
    func `does not take a scope for one's own user from a client`(scope: String) async throws {
        let server = try await `The door of the Management API`.shared.value
        let answer = try await server.manage(.get, "users/sms%7Cx", scopes: [scope])
        #expect(answer.status == 403)
        #expect(answer.message == "User to be acted on does not match subject in bearer token")
    }

    @Test func `knows nothing behind an unknown path`() async throws {
        let server = try await `The door of the Management API`.shared.value
        let answer = try await server.manage(.get, "nothing")
        #expect(answer.json == ["statusCode": 404, "error": "Not Found", "message": "Not Found"])
    }

    @Test func `lets no more calls through than its limit`() async throws {
        let server = try await TestServer.start(managementLimit: ManagementRateLimit(perSecond: 1))
        _ = try await server.manage(.get, "connections")
        let answer = try await server.manage(.get, "connections")
        #expect(answer.status == 429)
        #expect(answer.message == "Global limit has been reached")
        #expect(answer.headers[.init("retry-after") ?? .age] == "1")
    }

    @Test func `opens to a token of the token endpoint`() async throws {
        let server = try await TestServer.start()
        let token = try await server.send(
            .post, "/oauth/token",
            json: [
                "grant_type": "client_credentials", "client_id": "admin",
                "client_secret": .string(server.admin.secret.exposed),
                "audience": .string(TestServer.issuer.managementAudience), "scope": "read:connections",
            ])
        let answer = try await server.send(
            .get, "/api/v2/connections", headers: [.authorization: "Bearer \(token["access_token"]?.string ?? "")"])
        #expect(answer.status == 200)
    }
}
