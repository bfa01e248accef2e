import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A client grant over the Management API` {
    private func server() async throws -> TestServer { try await ManagementResource.clientGrants.start() }
    private func body(_ audience: String = "https://api-1.example/", scope: [String] = ["read:orders"]) -> JSONObject {
        ["client_id": "admin", "audience": .string(audience), "scope": .strings(scope)]
    }

    @Test func `is for the client's own name unless it says otherwise`() async throws {
        let answer = try await server().manage(.post, "client-grants", .object(body()))
        #expect(answer["id"]?.string?.hasPrefix("cgr_") == true)
        #expect(answer["subject_type"] == "client")
        #expect(answer["scope"] == ["read:orders"])
        #expect(answer["audience"] == "https://api-1.example/")
    }

    @Test func `gives no scope that the API does not have`() async throws {
        let server = try await server()
        let answer = try await server.manage(.post, "client-grants", .object(body(scope: ["read:orders", "all"])))
        #expect(
            answer.json == [
                "statusCode": 400, "error": "Bad Request", "errorCode": "invalid_body",
                "message": "Payload validation error: scope must be a subset of resource server scopes",
            ])
        let id = try await ManagementResource.clientGrants.make(1, on: server)
        let patched = try await server.manage(.patch, "client-grants/\(id)", ["scope": ["all"]])
        #expect(patched.message == "Payload validation error: scope must be a subset of resource server scopes")
    }

    @Test func `is for a client and an API that exist`() async throws {
        let server = try await server()
        var nobody = body()
        nobody["client_id"] = "nobody"
        let noClient = try await server.manage(.post, "client-grants", .object(nobody))
        #expect(noClient.status == 404)
        #expect(noClient["errorCode"] == "inexistent_client")
        let noAPI = try await server.manage(.post, "client-grants", .object(body("https://nowhere.example/")))
        #expect(noAPI.status == 404)
        #expect(noAPI["errorCode"] == "inexistent_resource_server")
    }

    @Test func `stands once for a client, an API and a kind of token`() async throws {
        let server = try await server()
        var grant = body()
        #expect(try await server.manage(.post, "client-grants", .object(grant)).status == 201)
        #expect(try await server.manage(.post, "client-grants", .object(grant)).status == 409)
        grant["subject_type"] = "user"
        #expect(try await server.manage(.post, "client-grants", .object(grant)).status == 201)
    }

    @Test(arguments: [
        ("audience=https%3A%2F%2Fapi-1.example%2F", 2), ("client_id=admin", 4), ("client_id=nobody", 0),
        ("subject_type=user", 1), ("audience=https%3A%2F%2Fapi-1.example%2F&subject_type=user", 1),
        ("allow_any_organization=true", 0), ("default_for=third_party_clients", 0),
    ])
    func `is listed where the filter fits`(query: String, count: Int) async throws {
        let server = try await server()
        _ = try await server.manage(.post, "client-grants", .object(body()))
        _ = try await server.manage(.post, "client-grants", .object(body("https://api-2.example/")))
        var forUsers = body()
        forUsers["subject_type"] = "user"
        _ = try await server.manage(.post, "client-grants", .object(forUsers))
        #expect(try await server.manage(.get, "client-grants?\(query)").json.array?.count == count)
    }

    @Test func `decides what the token endpoint gives from the moment it is answered`() async throws {
        let server = try await server()
        let id = try await ManagementResource.clientGrants.make(1, on: server)
        #expect(try await token(server)["scope"] == "read:orders")
        _ = try await server.manage(.delete, "client-grants/\(id)")
        #expect(try await token(server).status == 403)
    }

    @Test func `goes with its API`() async throws {
        let server = try await server()
        let id = try await ManagementResource.clientGrants.make(1, on: server)
        let api = "https%3A%2F%2Fapi-1.example%2F"
        #expect(try await server.manage(.delete, "resource-servers/\(api)").status == 204)
        #expect(try await server.manage(.get, "client-grants/\(id)").status == 404)
    }

    private func token(_ server: TestServer) async throws -> TestAnswer {
        try await server.send(
            .post, "/oauth/token",
            json: [
                "grant_type": "client_credentials", "client_id": "admin",
                "client_secret": .string(server.admin.secret.exposed), "audience": "https://api-1.example/",
            ])
    }
}
