import HTTPTypes
import Identity
import Testing

@Suite struct `Every Management resource` {
    @Test(arguments: ManagementResource.all)
    func `answers 201 and the record when it makes one`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let answer = try await server.manage(.post, resource.path, resource.body(1))
        #expect(answer.status == 201)
        #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
        #expect(answer[resource.key] != nil)
    }

    @Test(arguments: ManagementResource.all)
    func `gives back what it made`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let made = try await server.manage(.post, resource.path, resource.body(1))
        let key = try #require(made[resource.key]?.string).replacing("|", with: "%7C")
        let found = try await server.manage(.get, "\(resource.path)/\(key)")
        #expect(found.status == 200)
        #expect(found.json == made.json)
    }

    @Test(arguments: ManagementResource.all)
    func `says what it does not know`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        for (method, body) in [(HTTPRequest.Method.get, nil), (.patch, resource.patch)] as [(_, JSON?)] {
            let answer = try await server.manage(method, "\(resource.path)/unknown", body)
            #expect(answer.status == 404)
            #expect(answer.message == resource.missing.message)
            #expect(answer["errorCode"]?.string == resource.missing.code)
        }
    }

    @Test(arguments: ManagementResource.all)
    func `forgets a record, and does not mind forgetting it again`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let key = try await resource.make(1, on: server)
        let first = try await server.manage(.delete, "\(resource.path)/\(key)")
        #expect(first.status == (resource.path == "connections" ? 202 : 204))
        #expect(try await server.manage(.get, "\(resource.path)/\(key)").status == 404)
        #expect(try await server.manage(.delete, "\(resource.path)/\(key)").status == 204)
    }

    @Test(arguments: ManagementResource.all)
    func `names a member that it does not know`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let key = try await resource.make(1, on: server)
        var new = try #require(resource.body(2).object)
        new["surprise"] = 1
        var patch = try #require(resource.patch.object)
        patch["surprise"] = 1
        for (method, path, body) in [
            (HTTPRequest.Method.post, resource.path, new), (.patch, "\(resource.path)/\(key)", patch),
        ] {
            let answer = try await server.manage(method, path, .object(body))
            #expect(answer.status == 400)
            #expect(answer.message == "Payload validation error: 'Additional properties not allowed: surprise'.")
            #expect(answer["errorCode"] == "invalid_body")
        }
    }

    @Test(arguments: ManagementResource.all)
    func `names a member of the wrong type and its place`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let key = try await resource.make(1, on: server)
        let name = resource.optional.name
        let answer = try await server.manage(.patch, "\(resource.path)/\(key)", .object([name: 1]))
        #expect(answer.status == 400)
        #expect(
            answer.message?.hasPrefix(
                "Payload validation error: 'Expected type string but found type integer' on property \(name) (") == true
        )
    }

    @Test(arguments: ManagementResource.all)
    func `refuses a body that is no JSON`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let token = try await server.managementToken()
        let answer = try await server.send(
            .post, "/api/v2/\(resource.path)",
            headers: [.authorization: "Bearer \(token)", .contentType: "application/json"],
            body: Array(#"{"name":"x",}"#.utf8))
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_body")
    }

    @Test(arguments: ManagementResource.all)
    func `sets a member, leaves it alone and takes it away`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let key = try await resource.make(1, on: server)
        let path = "\(resource.path)/\(key)"
        let name = resource.optional.name
        let set = try await server.manage(.patch, path, .object([name: resource.optional.first]))
        #expect(set.status == 200)
        #expect(set[name] == resource.optional.first)
        _ = try await server.manage(.patch, path, resource.path == "users" ? ["blocked": false] : otherPatch(resource))
        #expect(try await server.manage(.get, path)[name] == resource.optional.first)
        #expect(try await server.manage(.patch, path, resource.patch)[name] == resource.optional.second)
        #expect(try await server.manage(.patch, path, .object([name: .null]))[name] == resource.optional.afterNull)
        #expect(try await server.manage(.get, path)[name] == resource.optional.afterNull)
    }

    /// A change of another member than the optional one.
    private func otherPatch(_ resource: ManagementResource) -> JSON {
        switch resource.path {
        case "connections": ["is_domain_connection": false]
        case "client-grants": ["scope": []]
        default: ["name": "Another"]
        }
    }

    @Test(arguments: ManagementResource.all)
    func `keeps nothing of a refused change`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let key = try await resource.make(1, on: server)
        let before = try await server.manage(.get, "\(resource.path)/\(key)")
        _ = try await server.manage(
            .patch, "\(resource.path)/\(key)",
            .object([resource.optional.name: resource.optional.second, "surprise": 1]))
        #expect(try await server.manage(.get, "\(resource.path)/\(key)").json == before.json)
    }

    @Test(arguments: ManagementResource.all)
    func `leaves a trace of each write`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let key = try await resource.make(1, on: server)
        _ = try await server.manage(.patch, "\(resource.path)/\(key)", resource.patch)
        _ = try await server.manage(.delete, "\(resource.path)/\(key)")
        #expect(try await server.eventTypes().filter { $0 == .managementWrite }.count == 3)
    }
}
