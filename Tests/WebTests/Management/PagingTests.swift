import HTTPTypes
import Identity
import Testing

@Suite struct `A list of the Management API` {
    @Test(arguments: ManagementResource.all)
    func `is a bare array unless totals are asked for`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let key = try await resource.make(1, on: server)
        let answer = try await server.manage(.get, resource.path)
        #expect(answer.status == 200)
        #expect(resource.keys(answer.json).last == key.replacing("%7C", with: "|"))
    }

    @Test(arguments: ManagementResource.all)
    func `comes in an envelope with its totals`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        for number in 1...3 { _ = try await resource.make(number, on: server) }
        let answer = try await server.manage(.get, "\(resource.path)?per_page=2&page=1&include_totals=true")
        #expect(answer["start"] == 2)
        #expect(answer["limit"] == 2)
        let total = resource.initialCount + 3
        #expect(answer["total"] == .int(total))
        #expect(answer[resource.collection]?.array?.count == total - 2)
        #expect(answer["length"] == (resource.hasLength ? .int(total - 2) : nil))
    }

    @Test(arguments: ManagementResource.all)
    func `shows every record on exactly one page`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        for number in 1...4 { _ = try await resource.make(number, on: server) }
        let all = resource.keys(try await server.manage(.get, resource.path).json)
        var paged: [String] = []
        for page in 0...3 {
            paged += resource.keys(try await server.manage(.get, "\(resource.path)?per_page=2&page=\(page)").json)
        }
        #expect(paged == all)
        #expect(Set(paged).count == resource.initialCount + 4)
    }

    @Test(arguments: ManagementResource.withCheckpoints)
    func `can be walked by checkpoints, the last of which has no next`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        for number in 1...4 { _ = try await resource.make(number, on: server) }
        var walked: [String] = []
        var next: String?
        repeat {
            let from = next.map { "&from=\($0)" } ?? ""
            let answer = try await server.manage(.get, "\(resource.path)?take=2\(from)")
            #expect(answer["total"] == nil)
            walked += resource.keys(answer[resource.collection])
            next = answer["next"]?.string
        } while next != nil && walked.count < 10
        #expect(walked == resource.keys(try await server.manage(.get, resource.path).json))
    }

    @Test(arguments: ManagementResource.withCheckpoints)
    func `keeps the checkpoint shape when totals are asked for too`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let answer = try await server.manage(.get, "\(resource.path)?take=50&include_totals=true")
        #expect(answer.json.object?.keys == [resource.collection])
    }

    @Test(arguments: ManagementResource.withCheckpoints)
    func `does not walk on from a checkpoint that is gone`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let answer = try await server.manage(.get, "\(resource.path)?take=2&from=gone")
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_query_string")
    }

    @Test(arguments: ManagementResource.all, ["per_page=101", "page=-1", "page=x", "include_totals=maybe"])
    func `names a parameter that is out of bounds`(resource: ManagementResource, query: String) async throws {
        let server = try await resource.start()
        let answer = try await server.manage(.get, "\(resource.path)?\(query)")
        let name = try #require(query.split(separator: "=").first)
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_query_string")
        #expect(answer.message?.hasPrefix("Query validation error: '") == true)
        #expect(answer.message?.contains(name) == true)
    }

    @Test(arguments: ManagementResource.all)
    func `gives totals alone for pages of nothing, where that is offered`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        let answer = try await server.manage(.get, "\(resource.path)?per_page=0&include_totals=true")
        #expect(answer.status == (resource.smallestPage == 0 ? 200 : 400))
        if resource.smallestPage == 0 { #expect(answer["total"] == .int(resource.initialCount)) }
    }

    @Test(arguments: [ManagementResource.clients, .apis, .users])
    func `shows only the fields that are wanted`(resource: ManagementResource) async throws {
        let server = try await resource.start()
        _ = try await resource.make(1, on: server)
        let wanted = try await server.manage(.get, "\(resource.path)?fields=\(resource.key)")
        #expect(wanted.json.array?.first?.object?.keys == [resource.key])
        let others = try await server.manage(.get, "\(resource.path)?fields=\(resource.key)&include_fields=false")
        #expect(others.json.array?.first?.object?[resource.key] == nil)
        #expect(others.json.array?.first?.object?["name"] != nil)
    }
}
