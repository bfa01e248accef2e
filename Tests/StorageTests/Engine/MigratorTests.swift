import Identity
import Storage
import Testing

@Suite struct `A migration` {
    private let folder = TemporaryFolder()
    private static let letters = Migration(number: 1, name: "letters", script: "CREATE TABLE a (x INTEGER)")
    private static let more = Migration(
        number: 2, name: "more-letters", script: "CREATE TABLE b (x INTEGER); INSERT INTO b (x) SELECT x FROM a;")
    private static let broken = Migration(
        number: 2, name: "broken", script: "CREATE TABLE b (x INTEGER); INSERT INTO absent (x) VALUES (1);")

    private func open(_ migrations: Migration..., at location: SQLiteDatabase.Location? = nil) throws -> SQLiteDatabase
    {
        try SQLiteDatabase(
            at: location ?? .file(folder.file("store.db")), migrator: Migrator(migrations), time: 1_700_000_000_000_000,
            limits: .init(), now: { .now }, onLost: { _ in })
    }

    @Test(arguments: [true, false]) func `is applied to a fresh store`(inFile: Bool) async throws {
        let database = try open(Self.letters, Self.more, at: inFile ? nil : .memory)
        #expect(database.applied == [1, 2])
    }

    @Test func `is noted with its number, its name and the time`() async throws {
        let database = try open(Self.letters)
        let noted = try await database.read { connection throws(StoreError) in
            try connection.rows("SELECT number, name, applied_at FROM schema_migrations") { row throws(StoreError) in
                "\(try row.int(0)) \(try row.text(1)) \(try row.int64(2))"
            }
        }
        #expect(noted == ["1 letters 1700000000000000"])
    }

    @Test func `is applied once`() async throws {
        await (try open(Self.letters)).close()
        let database = try open(Self.letters)
        #expect(database.applied == [])
    }

    @Test func `makes no copy of a fresh store`() async throws {
        await (try open(Self.letters)).close()
        #expect(folder.mode(of: "store.db.before-1") == nil)
    }

    @Test func `keeps the rows of a store that it changes`() async throws {
        try await fill(try open(Self.letters))
        let database = try open(Self.letters, Self.more)
        #expect(database.applied == [2])
        let values = try await database.read { connection throws(StoreError) in
            try connection.rows("SELECT x FROM b") { row throws(StoreError) in try row.int(0) }
        }
        #expect(values == [7])
    }

    @Test func `leaves a copy of the store as it was`() async throws {
        try await fill(try open(Self.letters))
        await (try open(Self.letters, Self.more)).close()
        let copy = try open(Self.letters, at: .file(folder.file("store.db.before-2")))
        #expect(copy.applied == [])
        let values = try await copy.read { connection throws(StoreError) in
            try connection.rows("SELECT x FROM a") { row throws(StoreError) in try row.int(0) }
        }
        #expect(values == [7])
    }

    @Test func `makes a copy that only the owner may read`() async throws {
        await (try open(Self.letters)).close()
        await (try open(Self.letters, Self.more)).close()
        #expect(folder.mode(of: "store.db.before-2") == 0o600)
    }

    @Test func `that fails leaves the store as it was`() async throws {
        try await fill(try open(Self.letters))
        #expect(throws: StoreError.self) { try open(Self.letters, Self.broken) }
        let database = try open(Self.letters, Self.more)
        #expect(database.applied == [2])
    }

    @Test func `of a newer program keeps an older one out`() async throws {
        await (try open(Self.letters, Self.more)).close()
        #expect(throws: StoreError.newerVersion(found: 2, known: 1)) { try open(Self.letters) }
    }

    @Test func `is applied by one of several that start at once`() async throws {
        let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 {
                group.addTask { try open(Self.letters, Self.more).applied }
            }
            return try await group.reduce(into: []) { all, some in all += some }
        }
        #expect(applied.sorted() == [1, 2])
    }

    @Test func `of a filled store is applied by one of several that start at once`() async throws {
        try await fill(try open(Self.letters))
        let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 {
                group.addTask { try open(Self.letters, Self.more).applied }
            }
            return try await group.reduce(into: []) { all, some in all += some }
        }
        #expect(applied == [2])
    }

    private func fill(_ database: SQLiteDatabase) async throws {
        try await database.write { connection throws(StoreError) in
            _ = try connection.run("INSERT INTO a (x) VALUES (7)")
        }
        await database.close()
    }
}
