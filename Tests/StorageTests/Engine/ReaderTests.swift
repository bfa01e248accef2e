import Identity
import Storage
import Testing

@Suite struct `A reader` {
    static let places = [false, true]
    private let folder = TemporaryFolder()

    private func open(inFile: Bool) throws -> SQLiteDatabase {
        try openShelves(at: inFile ? .file(folder.file("store.db")) : .memory)
    }

    @Test(arguments: places) func `cannot write`(inFile: Bool) async throws {
        let database = try open(inFile: inFile)
        await #expect(throws: StoreError.self) {
            try await database.read { connection throws(StoreError) in
                try connection.run("INSERT INTO shelves (name) VALUES ('a')")
            }
        }
        #expect(try await database.shelfNames() == [])
    }

    @Test func `cannot write by a script either`() async throws {
        let database = try open(inFile: true)
        await #expect(throws: StoreError.self) {
            try await database.read { connection throws(StoreError) in
                try connection.script("INSERT INTO shelves (name) VALUES ('a')")
            }
        }
    }

    @Test(arguments: places) func `does not keep later writers from writing`(inFile: Bool) async throws {
        let database = try open(inFile: inFile)
        #expect(try await database.shelfNames() == [])
        try await database.putUp("a")
        #expect(try await database.shelfNames() == ["a"])
    }

    @Test func `sees one state throughout, whatever is written meanwhile`() async throws {
        let database = try open(inFile: true)
        try await database.putUp("a")
        let gate = ReadGate()
        async let counts = database.read { connection throws(StoreError) in
            let count: SQL = "SELECT count(*) FROM shelves"
            let before = try connection.first(count) { row throws(StoreError) in try row.int(0) }
            gate.readerStands()
            let after = try connection.first(count) { row throws(StoreError) in try row.int(0) }
            return [before, after]
        }
        await gate.whenReaderStands()
        try await database.putUp("b")
        gate.open()
        #expect(try await counts == [1, 1])
    }

    @Test func `throws what its closure threw and goes on`() async throws {
        let database = try open(inFile: true)
        for _ in 0..<5 {
            await #expect(throws: StoreError.failed("no")) {
                try await database.read { _ throws(StoreError) in throw .failed("no") }
            }
        }
        #expect(try await database.shelfNames() == [])
    }
}
