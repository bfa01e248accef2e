import HTTPTypes
import Identity
import Testing

@Suite struct `A client over the Management API` {
    @Test func `has the documented defaults`() async throws {
        let server = try await TestServer.start()
        let client = try await server.manage(.post, "clients", ["name": "Shop"])
        #expect(client["client_id"]?.string?.count == 32)
        #expect(client["client_secret"]?.string?.count == 64)
        #expect(client["is_first_party"] == true)
        #expect(client["oidc_conformant"] == false)
        #expect(client["is_token_endpoint_ip_header_trusted"] == false)
        #expect(
            client["grant_types"] == ["authorization_code", "implicit", "refresh_token", "client_credentials"])
        #expect(client["jwt_configuration"]?.object?["lifetime_in_seconds"] == 36_000)
        #expect(client["refresh_token"]?.object?["rotation_type"] == "non-rotating")
        #expect(client["global"] == false)
        #expect(client["tenant"] == "login.example.com")
    }

    @Test func `shows the certificate of the key that signs`() async throws {
        let server = try await TestServer.start()
        let client = try await server.manage(.get, "clients/admin")
        let certificate = server.configuration.current.keys.current.key.certificatePEM
        #expect(client["signing_keys"] == [["cert": .string(certificate)]])
    }

    @Test(arguments: ["native", "spa"])
    func `has no secret to prove where it runs in people's hands`(type: String) async throws {
        let server = try await TestServer.start()
        let client = try await server.manage(.post, "clients", ["name": "App", "app_type": .string(type)])
        #expect(client["token_endpoint_auth_method"] == "none")
        #expect(client["grant_types"]?.strings?.contains("client_credentials") == false)
    }

    @Test func `takes null for what it does not offer, and nothing else`() async throws {
        let server = try await TestServer.start()
        let ok = try await server.manage(
            .patch, "clients/admin",
            ["signed_request_object": nil, "token_endpoint_auth_method": "client_secret_basic"])
        #expect(ok.status == 200)
        #expect(ok["token_endpoint_auth_method"] == "client_secret_basic")
        let refused = try await server.manage(
            .patch, "clients/admin", ["signed_request_object": ["required": true]])
        #expect(refused.status == 400)
        #expect(
            refused.message
                == "Payload validation error: 'This server does not offer it' on property signed_request_object.")
    }

    @Test func `gets its default back where null is sent`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.patch, "clients/admin", ["grant_types": ["client_credentials"]])
        let answer = try await server.manage(.patch, "clients/admin", ["grant_types": nil])
        #expect(
            answer["grant_types"] == ["authorization_code", "implicit", "refresh_token", "client_credentials"])
    }

    @Test func `names a grant type that is listed twice`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(
            .patch, "clients/admin", ["grant_types": ["implicit", "implicit"]])
        #expect(
            answer.message
                == "Payload validation error: 'Array items are not unique (indexes 0 and 1)' on property grant_types "
                + "(The client's grant types).")
    }

    @Test(arguments: [
        ("is_global=false", 4), ("is_global=true", 0), ("is_first_party=false", 1), ("app_type=spa", 1),
        ("app_type=spa,native", 2), ("external_client_id=https://a.example", 0),
    ])
    func `is listed where the filter fits`(query: String, count: Int) async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.post, "clients", ["name": "A", "app_type": "spa"])
        _ = try await server.manage(.post, "clients", ["name": "B", "app_type": "native"])
        _ = try await server.manage(.post, "clients", ["name": "C", "is_first_party": false])
        #expect(try await server.manage(.get, "clients?\(query)").json.array?.count == count)
    }

    @Test func `is not searched for`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.get, "clients?q=name:a")
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_query_string")
    }

    @Test func `is gone from its connections and grants once it is deleted`() async throws {
        let server = try await TestServer.start()
        let connection = try await server.smsConnectionID()
        let client = try await server.manage(.post, "clients", ["name": "Shop"])["client_id"] ?? .null
        _ = try await server.manage(.patch, "connections/\(connection)", ["enabled_clients": [client]])
        let audience = JSON.string(TestServer.issuer.managementAudience)
        _ = try await server.manage(
            .post, "client-grants", ["client_id": client, "audience": audience, "scope": ["read:users"]])
        #expect(try await server.manage(.delete, "clients/\(client.string ?? "")").status == 204)
        #expect(try await server.manage(.get, "connections/\(connection)")["enabled_clients"] == [])
        #expect(
            try await server.manage(.get, "client-grants?client_id=\(client.string ?? "")").json == [])
    }

    @Test func `can delete itself, and its token opens nothing any more`() async throws {
        let server = try await TestServer.start()
        #expect(try await server.manage(.delete, "clients/admin").status == 204)
        #expect(try await server.manage(.get, "clients").status == 401)
    }

    @Test func `lists the connections that it may use`() async throws {
        let server = try await TestServer.start()
        let connection = try await server.smsConnectionID()
        #expect(try await server.manage(.get, "clients/admin/connections").json == ["connections": []])
        _ = try await server.manage(.patch, "connections/\(connection)", ["enabled_clients": ["admin"]])
        let answer = try await server.manage(.get, "clients/admin/connections?take=50")
        #expect(answer.json.object?.keys == ["connections"])
        let item = answer["connections"]?.array?.first?.object
        #expect(item?["id"] == .string(connection))
        #expect(item?["enabled_clients"] == nil)
        #expect(try await server.manage(.get, "clients/nobody/connections").status == 404)
    }

    @Test func `keeps its connections from callers who may only read one of the two`() async throws {
        let server = try await TestServer.start()
        for scope in ["read:connections", "read:clients"] {
            #expect(try await server.manage(.get, "clients/admin/connections", scopes: [scope]).status == 403)
        }
    }

    @Test func `works by what was written as soon as the write is answered`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.patch, "clients/admin", ["name": "Renamed"])
        #expect(server.configuration.current.client("admin")?.name == "Renamed")
    }
}

@Suite struct `A client's secret` {
    @Test(arguments: ["clients", "clients/admin"])
    func `is hidden from callers who may not read keys`(path: String) async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.get, path, scopes: ["read:clients"])
        #expect(answer.status == 200)
        #expect(!answer.text.contains("client_secret\""))
        #expect(try await server.eventTypes() == [])
    }

    @Test(arguments: ["clients", "clients/admin"])
    func `is shown to callers who may read keys, and that leaves a trace`(path: String) async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.get, path, scopes: ["read:client_keys"])
        #expect(answer.text.contains(server.admin.secret.exposed))
        #expect(try await server.eventTypes() == [.managementSecretRead])
    }

    @Test func `is hidden in the answer to a change by a caller who may not read keys`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.patch, "clients/admin", ["name": "A"], scopes: ["update:clients"])
        #expect(answer["name"] == "A")
        #expect(answer["client_secret"] == nil)
    }

    @Test func `is shown to whoever makes the client`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.post, "clients", ["name": "A"], scopes: ["create:clients"])
        #expect(answer["client_secret"]?.string?.count == 64)
    }

    @Test func `is new after a rotation, and the old one is refused`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(
            .post, "clients/admin/rotate-secret", scopes: ["update:client_keys"])
        #expect(answer.status == 200)
        let secret = try #require(answer["client_secret"]?.string)
        #expect(secret != server.admin.secret.exposed)
        #expect(try await token(server, secret: server.admin.secret.exposed).status == 401)
        #expect(try await token(server, secret: secret).status == 200)
    }

    @Test func `is set only by callers who may change keys`() async throws {
        let server = try await TestServer.start()
        let body: JSON = ["client_secret": "a-secret-of-at-least-thirty-two-characters"]
        let refused = try await server.manage(.patch, "clients/admin", body, scopes: ["update:clients"])
        #expect(refused.message == "Insufficient scope, expected any of: update:client_keys")
        let accepted = try await server.manage(.patch, "clients/admin", body, scopes: ["update:client_keys"])
        #expect(accepted.status == 200)
    }

    @Test func `opens nothing else to callers who may change keys`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.patch, "clients/admin", ["name": "A"], scopes: ["update:client_keys"])
        #expect(answer.message == "Insufficient scope, expected any of: update:clients")
    }

    @Test func `is not part of a summary, nor is anything but the name`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.get, "clients/admin", scopes: ["read:client_summary"])
        #expect(answer.json.object.map { Set($0.keys) } == ["client_id", "name", "app_type"])
    }

    private func token(_ server: TestServer, secret: String) async throws -> TestAnswer {
        try await server.send(
            .post, "/oauth/token",
            json: [
                "grant_type": "client_credentials", "client_id": "admin", "client_secret": .string(secret),
                "audience": .string(TestServer.issuer.managementAudience),
            ])
    }
}
