import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `An API over the Management API` {
    private let body: JSON = ["identifier": "https://orders.example/v1", "name": "Orders"]
    private let escaped = "https%3A%2F%2Forders.example%2Fv1"

    @Test func `has the documented defaults`() async throws {
        let api = try await TestServer.start().manage(.post, "resource-servers", body)
        #expect(api["id"]?.string?.count == 24)
        #expect(api["signing_alg"] == "RS256")
        #expect(api["token_lifetime"] == 86_400)
        #expect(api["token_lifetime_for_web"] == 7_200)
        #expect(api["allow_offline_access"] == false)
        #expect(api["enforce_policies"] == false)
        #expect(api["token_dialect"] == "access_token")
        #expect(api["is_system"] == false)
        #expect(
            api["subject_type_authorization"] == [
                "user": ["policy": "allow_all"], "client": ["policy": "require_client_grant"],
            ])
    }

    @Test func `is found by its identifier as well as by its id`() async throws {
        let server = try await TestServer.start()
        let made = try await server.manage(.post, "resource-servers", body)
        #expect(try await server.manage(.get, "resource-servers/\(escaped)").json == made.json)
        let patched = try await server.manage(.patch, "resource-servers/\(escaped)", ["name": "Renamed"])
        #expect(patched.status == 200)
        #expect(patched["name"] == "Renamed")
    }

    @Test func `cannot have another's identifier`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.post, "resource-servers", body)
        let answer = try await server.manage(.post, "resource-servers", body)
        #expect(answer.status == 409)
        #expect(answer.message == "A resource server with the same identifier already exists")
    }

    @Test(arguments: ["api/v2/", "userinfo"])
    func `cannot have an identifier of the server's own`(path: String) async throws {
        let answer = try await TestServer.start().manage(
            .post, "resource-servers", ["identifier": .string(TestServer.issuer.url + path)])
        #expect(answer.status == 400)
        #expect(answer.message == "The selected identifier is reserved")
    }

    @Test func `shows its secret where tokens are signed with it, and only there`() async throws {
        let server = try await TestServer.start()
        let rsa = try await server.manage(.post, "resource-servers", body)
        #expect(rsa["signing_secret"] == nil)
        let hmac = try await server.manage(.patch, "resource-servers/\(escaped)", ["signing_alg": "HS256"])
        #expect(hmac["signing_secret"]?.string?.count == 32)
        _ = try await server.manage(.get, "resource-servers/\(escaped)")
        #expect(try await server.eventTypes().last == .managementSecretRead)
    }

    @Test(
        arguments: [
            ("enforce_policies", true), ("token_encryption", ["format": "compact-nested-jwe"]),
            ("proof_of_possession", ["mechanism": "mtls", "required": true]),
            ("consent_policy", "transactional-authorization-with-mfa"),
        ] as [(String, JSON)])
    func `refuses a protection that it would not give`(member: String, value: JSON) async throws {
        let answer = try await TestServer.start().manage(
            .post, "resource-servers", .object(["identifier": "https://a.example/", member: value]))
        #expect(answer.status == 400)
        #expect(answer.message?.contains("on property \(member)") == true)
    }

    @Test func `is listed by its identifiers`() async throws {
        let server = try await TestServer.start()
        for name in ["a", "b", "c"] {
            server.clock.advance(by: .seconds(1))
            _ = try await server.manage(
                .post, "resource-servers", ["identifier": .string("urn:\(name)"), "name": .string(name)])
        }
        let answer = try await server.manage(.get, "resource-servers?identifiers=urn:a&identifiers=urn:c")
        #expect(answer.json.array?.compactMap { $0.object?["name"]?.string } == ["a", "c"])
    }
}

@Suite struct `The Management API as an API` {
    private let escaped = "https%3A%2F%2Flogin.example.com%2Fapi%2Fv2%2F"

    @Test func `is listed with its name and every scope`() async throws {
        let server = try await TestServer.start()
        let api = try await server.manage(.get, "resource-servers/\(escaped)")
        #expect(api["name"] == "Auth0 Management API")
        #expect(api["is_system"] == true)
        #expect(api["scopes"]?.array?.count == ManagementAPI.scopes.count)
    }

    @Test func `cannot be changed`() async throws {
        let answer = try await TestServer.start().manage(.patch, "resource-servers/\(escaped)", ["name": "A"])
        #expect(answer.status == 400)
        #expect(answer.message == "System resource servers cannot be patched")
    }

    @Test func `cannot be deleted`() async throws {
        let answer = try await TestServer.start().manage(.delete, "resource-servers/\(escaped)")
        #expect(answer.status == 400)
        #expect(answer.message == "System resource servers cannot be deleted")
    }
}
