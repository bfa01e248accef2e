import Identity
import TestSupport
import Testing

@Suite struct `Clients in a store` {
    @Test(arguments: TestStore.Engine.allCases)
    func `come back with every member`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let client = Client.sample(properties: [
            "name": "Ünïcode 🛒", "client_metadata": ["a": nil, "b": [1, .number(2.5)]],
        ])
        try await test.write { tx throws(StoreError) in try tx.insert(client) }
        let found = try #require(try await test.read { tx throws(StoreError) in try tx.client(id: client.id) })
        #expect(found.properties == client.properties)
        #expect(found.properties.keys == client.properties.keys)
        #expect(found.secret == client.secret)
        #expect(found.createdAt == client.createdAt)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `may have an empty secret`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(Client.sample(secret: ""))
            return try tx.client(id: "client")
        }
        #expect(found?.secret.exposed == "")
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change secret and members`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(Client.sample())
            try tx.update(Client.sample(secret: "rotated", properties: ["name": "Renamed"]))
            return try tx.client(id: "client")
        }
        #expect(found?.secret.exposed == "rotated")
        #expect(found?.name == "Renamed")
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are listed oldest first`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let ids = try await test.write { tx throws(StoreError) in
            for (id, age) in [("b", 2), ("c", 1), ("a", 2)] {
                try tx.insert(Client.sample(id: id, createdAt: .after(age)))
            }
            return try tx.clients().map(\.id)
        }
        #expect(ids == ["c", "a", "b"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `leave connections and grants when they are deleted`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let left = try await test.write { tx throws(StoreError) in
            try tx.insert(Client.sample())
            try tx.insert(Connection.sample(enabledClients: ["first", "client", "last"]))
            try tx.insert(ClientGrant.sample())
            try tx.insert(ClientGrant.sample(id: "cgr_kept", clientID: "first"))
            try tx.deleteClient(id: "client")
            return (
                client: try tx.client(id: "client"), enabled: try tx.connections().map(\.enabledClients),
                grants: try tx.clientGrants().map(\.id)
            )
        }
        #expect(left.client == nil)
        #expect(left.enabled == [["first", "last"]])
        #expect(left.grants == ["cgr_kept"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `never share an id`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in try tx.insert(Client.sample()) }
        await #expect(throws: StoreError.failed("the client's id is taken")) {
            try await test.write { tx throws(StoreError) in try tx.insert(Client.sample()) }
        }
    }
}

@Suite struct `Client grants in a store` {
    @Test(arguments: TestStore.Engine.allCases)
    func `come back with every member`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var grant = ClientGrant.sample(scope: ["b", "a"])
        grant.properties = ["allow_all_scopes": true, "organization_usage": "deny"]
        try await test.write { [grant] tx throws(StoreError) in try tx.insert(grant) }
        let grants = try await test.read { tx throws(StoreError) in
            [try tx.clientGrant(id: ClientGrant.sample().id), try tx.clientGrants().first]
        }
        for found in grants {
            #expect(found?.clientID == "client")
            #expect(found?.audience == "https://api.example/")
            #expect(found?.scope == ["b", "a"])
            #expect(found?.properties == grant.properties)
            #expect(found?.createdAt == grant.createdAt)
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change their scope`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(ClientGrant.sample())
            try tx.update(ClientGrant.sample(scope: []))
            return try tx.clientGrant(id: "cgr_aaaaaaaaaaaaaaaa")
        }
        #expect(found?.scope == [])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are gone when they are deleted`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let grants = try await test.write { tx throws(StoreError) in
            try tx.insert(ClientGrant.sample(createdAt: .after(3)))
            try tx.insert(ClientGrant.sample(id: "cgr_b", createdAt: .after(2)))
            try tx.insert(ClientGrant.sample(id: "cgr_c", createdAt: .after(1)))
            try tx.deleteClientGrant(id: "cgr_b")
            return try tx.clientGrants().map(\.id)
        }
        #expect(grants == ["cgr_c", "cgr_aaaaaaaaaaaaaaaa"])
    }
}
