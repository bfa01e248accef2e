import Identity
import TestSupport
import Testing

@Suite struct `Connections in a store` {
    @Test(arguments: TestStore.Engine.allCases)
    func `come back with every member`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var connection = Connection.sample(enabledClients: ["b", "a"])
        connection.displayName = "Text message"
        connection.isDomainConnection = true
        connection.realms = ["sms", "texts"]
        connection.metadata = ["team": "shop"]
        connection.showAsButton = false
        try await test.write { [connection] tx throws(StoreError) in try tx.insert(connection) }
        let found = try #require(try await test.read { tx throws(StoreError) in try tx.connections().first })
        #expect(found.name == "sms")
        #expect(found.options == connection.options)
        #expect(found.enabledClients == ["b", "a"])
        #expect(found.displayName == "Text message")
        #expect(found.isDomainConnection)
        #expect(found.realms == ["sms", "texts"])
        #expect(found.metadata == ["team": "shop"])
        #expect(found.showAsButton == false)
        #expect(found.createdAt == connection.createdAt)
        #expect(found.deletedAt == nil)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `keep absent, null and empty members apart`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var empty = Connection.sample(id: "con_empty", name: "empty", options: ["from": nil, "totp": [:]])
        empty.metadata = [:]
        empty.realms = []
        try await test.write { [empty] tx throws(StoreError) in
            try tx.insert(empty)
            try tx.insert(Connection.sample(id: "con_absent", name: "absent", options: [:], enabledClients: []))
        }
        let (one, other) = try await test.read { tx throws(StoreError) in
            (try tx.connection(id: "con_empty"), try tx.connection(id: "con_absent"))
        }
        #expect(one?.options == ["from": nil, "totp": [:]])
        #expect(one?.options.keys == ["from", "totp"])
        #expect(one?.metadata == [:])
        #expect(one?.realms == [])
        #expect(other?.metadata == nil)
        #expect(other?.displayName == nil)
        #expect(other?.showAsButton == nil)
        #expect(other?.enabledClients == [])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change as a whole`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(Connection.sample(enabledClients: ["a", "b"]))
            var changed = Connection.sample(enabledClients: ["c", "b"])
            changed.replaceOptions(["name": "other"])
            changed.displayName = "Other"
            try tx.update(changed)
            return try tx.connection(id: changed.id)
        }
        #expect(found?.options == ["name": "other"])
        #expect(found?.displayName == "Other")
        #expect(found?.enabledClients == ["c", "b"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are listed oldest first, without deleted ones`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let ids = try await test.write { tx throws(StoreError) in
            try tx.insert(Connection.sample(id: "b", name: "b", createdAt: .after(2)))
            try tx.insert(Connection.sample(id: "c", name: "c", createdAt: .after(1)))
            try tx.insert(Connection.sample(id: "a", name: "a", createdAt: .after(3)))
            var deleted = Connection.sample(id: "c", name: "c")
            deleted.deletedAt = .after(9)
            try tx.update(deleted)
            return try tx.connections().map(\.id)
        }
        #expect(ids == ["b", "a"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that are deleted are found by their name only`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (byID, byName, deleted) = try await test.write { tx throws(StoreError) in
            var connection = Connection.sample()
            try tx.insert(connection)
            connection.deletedAt = .after(9)
            try tx.update(connection)
            return (
                try tx.connection(id: connection.id), try tx.connection(named: "sms"), try tx.deletedConnectionIDs()
            )
        }
        #expect(byID == nil)
        #expect(byName?.deletedAt == .after(9))
        #expect(deleted == ["con_aaaaaaaaaaaaaaaa"])
    }

    @Test(
        arguments: TestStore.Engine.allCases,
        [Connection.sample(id: "con_other"), Connection.sample(name: "other")])
    func `never share an id or a name`(engine: TestStore.Engine, second: Connection) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in try tx.insert(Connection.sample()) }
        await #expect(throws: StoreError.self) {
            try await test.write { tx throws(StoreError) in try tx.insert(second) }
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that are unknown are nil`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (byID, byName) = try await test.read { tx throws(StoreError) in
            (try tx.connection(id: "con_none"), try tx.connection(named: "none"))
        }
        #expect(byID == nil)
        #expect(byName == nil)
    }
}
