import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A connection over the Management API` {
    @Test func `is found in a bare array by its name`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.get, "connections")
        let sms = answer.json.array?.first { $0.object?["name"] == "sms" }?.object
        #expect(sms?["strategy"] == "sms")
        #expect(sms?["realms"] == ["sms"])
        #expect(sms?["is_domain_connection"] == false)
        #expect(sms?["enabled_clients"] == [])
    }

    @Test func `loses every option that a change leaves out`() async throws {
        let server = try await TestServer.start()
        let id = try await server.smsConnectionID()
        let options: JSON = [
            "provider": "sms_gateway", "gateway_url": "https://gateway.example/sms", "strategy": "sms",
            "from": "+1 234 567", "forward_req_info": "true", "messaging_service_sid": nil,
        ]
        let answer = try await server.manage(.patch, "connections/\(id)", ["options": options])
        #expect(answer.status == 200)
        #expect(answer["options"] == options)
        #expect(try await server.manage(.get, "connections/\(id)")["options"] == options)
    }

    @Test(arguments: ["name", "strategy", "id"])
    func `keeps its name, strategy and id`(member: String) async throws {
        let server = try await TestServer.start()
        let id = try await server.smsConnectionID()
        let answer = try await server.manage(.patch, "connections/\(id)", .object([member: "other"]))
        #expect(answer.status == 400)
        #expect(answer.message?.contains("Additional properties not allowed: \(member)") == true)
    }

    @Test func `cannot have another's name`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.post, "connections", ["name": "sms", "strategy": "sms"])
        #expect(answer.status == 409)
        #expect(answer.message == "A connection with the same name already exists")
    }

    @Test func `answers the time when it is deleted, and keeps its name taken for a while`() async throws {
        let server = try await TestServer.start()
        let id = try await server.smsConnectionID()
        let deleted = try await server.manage(.delete, "connections/\(id)")
        #expect(deleted.status == 202)
        #expect(deleted.json == ["deleted_at": .string(server.clock.now().description)])
        let again = try await server.manage(.post, "connections", ["name": "sms", "strategy": "sms"])
        #expect(again.message == "A connection with the same name is being deleted, try again later")
    }

    @Test func `shows one and the same set of clients in both places`() async throws {
        let server = try await TestServer.start()
        let id = try await server.smsConnectionID()
        let patched = try await server.manage(
            .patch, "connections/\(id)/clients", [["client_id": "admin", "status": true]])
        #expect(patched.status == 204)
        #expect(patched.body.isEmpty)
        #expect(try await server.manage(.get, "connections/\(id)")["enabled_clients"] == ["admin"])
        #expect(
            try await server.manage(.get, "connections/\(id)/clients").json == ["clients": [["client_id": "admin"]]])
    }

    @Test func `is not enabled for a client that does not exist`() async throws {
        let server = try await TestServer.start()
        let id = try await server.smsConnectionID()
        let answer = try await server.manage(
            .patch, "connections/\(id)/clients", [["client_id": "nobody", "status": true]])
        #expect(answer.status == 404)
        #expect(answer["errorCode"] == "inexistent_client")
    }

    @Test func `leaves a trace when its secrets are read`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.get, "connections")
        #expect(try await server.eventTypes() == [.managementSecretRead])
    }

    @Test func `leaves no such trace when its options are not asked for`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.get, "connections?fields=name")
        #expect(try await server.eventTypes() == [])
    }

    @Test func `is no directory and no database`() async throws {
        let server = try await TestServer.start()
        let id = try await server.smsConnectionID()
        #expect(try await server.manage(.get, "connections/\(id)/status").status == 404)
        let users = try await server.manage(.delete, "connections/\(id)/users?email=a@example.com")
        #expect(users.status == 400)
        #expect(users.message == "Connection must be a database connection")
    }
}

extension TestServer {
    /// The id of the connection that the first start made.
    func smsConnectionID() async throws -> String {
        try #require(
            try await store.read { tx throws(StoreError) in try tx.connection(named: "sms")?.id })
    }
}
