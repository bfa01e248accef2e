import Identity
import Storage
import Testing

@Suite struct `A writer that cannot keep up` {
    @Test func `refuses one closure more than may wait`() async throws {
        var limits = GroupCommit.Limits()
        limits.waiting = 2
        let database = try openShelves(limits: limits)
        let gate = Gate()
        await gate.close(database)
        database.enqueue { _ throws(StoreError) in }
        database.enqueue { _ throws(StoreError) in }
        #expect(database.statistics.waiting == 2)
        await #expect(throws: StoreError.overloaded) { try await database.putUp("a") }
        gate.open()
    }

    @Test func `refuses new closures while the oldest has waited for over 5 seconds`() async throws {
        let clock = HandClock()
        let database = try openShelves(clock: clock)
        let gate = Gate()
        await gate.close(database)
        database.enqueue { _ throws(StoreError) in }
        clock.advance(by: .seconds(5.1))
        await #expect(throws: StoreError.overloaded) { try await database.putUp("a") }
        gate.open()
    }

    @Test func `takes new closures while the oldest has waited for 5 seconds`() async throws {
        let clock = HandClock()
        let heard = Heard()
        let database = try openShelves(clock: clock, heard: heard)
        let gate = Gate()
        await gate.close(database)
        database.enqueue { _ throws(StoreError) in }
        clock.advance(by: .seconds(5))
        database.enqueue { _ throws(StoreError) in }
        gate.open()
        await database.close()
        #expect(heard.all == [])
    }

    @Test func `says which errand it did not take`() async throws {
        var limits = GroupCommit.Limits()
        limits.waiting = 1
        let heard = Heard()
        let database = try openShelves(limits: limits, heard: heard)
        let gate = Gate()
        await gate.close(database)
        database.enqueue { _ throws(StoreError) in }
        database.enqueue { _ throws(StoreError) in }
        #expect(heard.all == [.overloaded])
        gate.open()
    }
}

@Suite struct `A store that is closed` {
    @Test func `has carried out what waited`() async throws {
        let folder = TemporaryFolder()
        let database = try openShelves(at: .file(folder.file("store.db")))
        for number in 0..<1_000 {
            database.enqueue { connection throws(StoreError) in
                _ = try connection.run("INSERT INTO shelves (name) VALUES (\("\(number)"))")
            }
        }
        await database.close()
        let again = try openShelves(at: .file(folder.file("store.db")))
        #expect(try await again.shelfNames().count == 1_000)
    }

    @Test func `refuses to write`() async throws {
        let database = try openShelves()
        await database.close()
        await #expect(throws: StoreError.closed) { try await database.putUp("a") }
    }

    @Test func `refuses to read`() async throws {
        let folder = TemporaryFolder()
        let database = try openShelves(at: .file(folder.file("store.db")))
        await database.close()
        await #expect(throws: StoreError.closed) { try await database.shelfNames() }
    }

    @Test func `may be closed again`() async throws {
        let database = try openShelves()
        await database.close()
        await database.close()
        #expect(database.statistics.waiting == 0)
    }

    @Test func `leaves no write-ahead log behind`() async throws {
        let folder = TemporaryFolder()
        let database = try openShelves(at: .file(folder.file("store.db")))
        try await database.putUp("a")
        await database.close()
        #expect(folder.mode(of: "store.db-wal") == nil)
    }
}
