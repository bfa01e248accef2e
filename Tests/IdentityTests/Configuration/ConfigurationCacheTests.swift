import Identity
import TestSupport
import Testing

@Suite struct `The configuration in memory` {
    private func opened() async throws -> (TestStore, ConfigurationCache) {
        let test = try await TestStore.open()
        try await test.write { tx throws(StoreError) in
            try tx.insert(SampleKeys.current)
            try tx.insert(Connection.sample())
            try tx.insert(Client.sample())
            try tx.raiseConfigurationVersion()
        }
        return (test, try await ConfigurationCache(store: test.store, clock: test.clock))
    }

    /// What another node would do: a change that this one was not told of.
    private func insertElsewhere(_ id: String, _ test: TestStore) async throws {
        try await test.write { tx throws(StoreError) in
            try tx.insert(Client.sample(id: id))
            try tx.raiseConfigurationVersion()
        }
    }

    @Test func `stands still until it is read anew`() async throws {
        let (test, cache) = try await opened()
        try await insertElsewhere("new", test)
        #expect(cache.current.client("new") == nil)
        try await cache.reloadIfChanged()
        #expect(cache.current.client("new")?.id == "new")
    }

    @Test func `looks once more before it says that something is missing`() async throws {
        let (test, cache) = try await opened()
        try await insertElsewhere("new", test)
        #expect(try await cache.find { $0.client("new") }?.id == "new")
    }

    @Test func `looks no more often than every 100 ms`() async throws {
        let (test, cache) = try await opened()
        #expect(try await cache.find { $0.client("new") } == nil)
        try await insertElsewhere("new", test)
        test.clock.advance(by: .milliseconds(99))
        #expect(try await cache.find { $0.client("new") } == nil)
        test.clock.advance(by: .milliseconds(1))
        #expect(try await cache.find { $0.client("new") }?.id == "new")
    }

    @Test func `finds connections by name before realm`() async throws {
        let (test, cache) = try await opened()
        var other = Connection.sample(id: "con_b", name: "other")
        other.realms = ["sms", "alias"]
        let connection = other
        try await test.write { tx throws(StoreError) in
            try tx.insert(connection)
            try tx.raiseConfigurationVersion()
        }
        try await cache.reload()
        #expect(cache.current.connection(realm: "sms")?.name == "sms")
        #expect(cache.current.connection(realm: "alias")?.name == "other")
        #expect(cache.current.connection(realm: "other")?.name == "other")
    }

    @Test func `holds no deleted connection`() async throws {
        let (test, cache) = try await opened()
        var deleted = Connection.sample()
        deleted.deletedAt = test.clock.now()
        let connection = deleted
        try await test.write { tx throws(StoreError) in
            try tx.update(connection)
            try tx.raiseConfigurationVersion()
        }
        try await cache.reload()
        #expect(cache.current.connection(realm: "sms") == nil)
    }

    @Test func `cannot be read without a key that signs`() async throws {
        let test = try await TestStore.open()
        await #expect(throws: StoreError.failed("there is no current signing key")) {
            try await ConfigurationCache(store: test.store, clock: test.clock)
        }
    }
}
