import Identity
import Storage
import Testing

@Suite struct `The writer` {
    private let folder = TemporaryFolder()
    private var file: SQLiteDatabase.Location { .file(folder.file("store.db")) }

    @Test func `waits for the disk at each commit`() async throws {
        let database = try openShelves(at: file)
        let synchronous = try await database.write { connection throws(StoreError) in
            try connection.first("PRAGMA synchronous") { row throws(StoreError) in try row.int(0) }
        }
        #expect(synchronous == 2)
    }

    @Test func `has a write-ahead log`() async throws {
        let database = try openShelves(at: file)
        let journal = try await database.write { connection throws(StoreError) in
            try connection.first("PRAGMA journal_mode") { row throws(StoreError) in try row.text(0) }
        }
        #expect(journal == "wal")
    }

    @Test func `answers when a reader sees the row`() async throws {
        let database = try openShelves(at: file)
        for number in 0..<50 {
            try await database.putUp("shelf \(number)")
            #expect(try await database.shelfNames().last == "shelf \(number)")
        }
    }

    @Test func `keeps what 64 tasks write at once, but not what throws`() async throws {
        let database = try openShelves(at: file)
        let kept = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    do {
                        try await database.write { connection throws(StoreError) in
                            try connection.run("INSERT INTO shelves (name) VALUES (\("\(number)"))")
                            guard number != 7 else { throw .failed("seven") }
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { count, isKept in count += isKept ? 1 : 0 }
        }
        #expect(kept == 63)
        let names = try await database.shelfNames()
        #expect(Set(names) == Set((0..<64).filter { $0 != 7 }.map(String.init)))
    }

    @Test func `puts what waits into one commit`() async throws {
        let database = try openShelves(at: file)
        let gate = Gate()
        await gate.close(database)
        for number in 0..<10 {
            database.enqueue { connection throws(StoreError) in
                _ = try connection.run("INSERT INTO shelves (name) VALUES (\("\(number)"))")
            }
        }
        gate.open()
        await database.close()
        #expect(database.statistics.commits == 2)
        #expect(database.statistics.largestBatch == 10)
    }

    @Test func `puts no more than its limit into one commit`() async throws {
        var limits = GroupCommit.Limits()
        limits.batch = 4
        let database = try openShelves(limits: limits)
        let gate = Gate()
        await gate.close(database)
        for _ in 0..<10 { database.enqueue { _ throws(StoreError) in } }
        gate.open()
        await database.close()
        #expect(database.statistics.largestBatch == 4)
    }

    @Test func `carries out in the order in which it was asked`() async throws {
        let database = try openShelves()
        for number in 0..<200 {
            database.enqueue { connection throws(StoreError) in
                _ = try connection.run("INSERT INTO shelves (name) VALUES (\("\(number)"))")
            }
        }
        #expect(try await database.shelfNames() == (0..<200).map(String.init))
    }

    @Test func `tells of lost errands in the order in which they came`() async throws {
        let heard = Heard()
        let database = try openShelves(heard: heard)
        for number in 0..<20 {
            database.enqueue { _ throws(StoreError) in throw .failed("\(number)") }
        }
        await database.close()
        #expect(heard.all == (0..<20).map { .failed("\($0)") })
    }

    @Test func `throws to the caller what the closure threw`() async throws {
        let database = try openShelves()
        await #expect(throws: StoreError.cannotUnseal("column")) {
            try await database.write { _ throws(StoreError) in throw .cannotUnseal("column") }
        }
    }

    @Test func `keeps nothing of a closure that threw alone`() async throws {
        let database = try openShelves()
        await #expect(throws: StoreError.failed("no")) {
            try await database.write { connection throws(StoreError) in
                try connection.run("INSERT INTO shelves (name) VALUES ('a')")
                throw .failed("no")
            }
        }
        #expect(try await database.shelfNames() == [])
    }

    @Test func `keeps nothing of a batch whose commit failed`() async throws {
        let heard = Heard()
        let database = try openShelves(at: file, heard: heard)
        let gate = Gate()
        await gate.close(database)
        database.enqueue { connection throws(StoreError) in
            _ = try connection.run("INSERT INTO shelves (name) VALUES ('innocent')")
        }
        database.enqueue { connection throws(StoreError) in
            try connection.script("PRAGMA defer_foreign_keys = ON")
            try connection.run("INSERT INTO books (title, shelf) VALUES ('t', 'none')")
        }
        gate.open()
        await database.close()
        #expect(heard.all.count == 2)
        #expect(try await openShelves(at: file).shelfNames() == [])
    }

    @Test func `keeps nothing of a batch that the engine rolled back, even if nobody threw`() async throws {
        let heard = Heard()
        let database = try openShelves(at: file, heard: heard)
        try await database.putUp("old")
        let gate = Gate()
        await gate.close(database)
        database.enqueue { connection throws(StoreError) in
            _ = try connection.run("INSERT INTO shelves (name) VALUES ('before')")
        }
        database.enqueue { connection throws(StoreError) in
            _ = try? connection.run("INSERT OR ROLLBACK INTO shelves (name) VALUES ('old')")
            _ = try? connection.run("INSERT INTO shelves (name) VALUES ('outside of any transaction')")
        }
        gate.open()
        await database.close()
        #expect(heard.all.count == 2)
        #expect(try await openShelves(at: file).shelfNames() == ["old"])
    }

    @Test func `finishes what a cancelled task asked for`() async throws {
        let database = try openShelves()
        let task = Task { try await database.putUp("a") }
        task.cancel()
        try await task.value
        #expect(try await database.shelfNames() == ["a"])
    }
}
