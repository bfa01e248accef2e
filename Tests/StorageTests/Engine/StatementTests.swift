import Identity
import Storage
import Testing

@Suite struct `A statement` {
    @Test func `answers how many rows it changed`() async throws {
        let database = try openShelves()
        let counts = try await database.write { connection throws(StoreError) in
            [
                try connection.run("INSERT INTO shelves (name) VALUES ('a'), ('b')"),
                try connection.run("UPDATE shelves SET name = 'c' WHERE name = 'a'"),
                try connection.run("UPDATE shelves SET name = 'c' WHERE name = 'a'"),
                try connection.run("SELECT name FROM shelves"),
            ]
        }
        #expect(counts == [2, 1, 0, 0])
    }

    @Test func `that returns what it wrote is carried out to its end`() async throws {
        let database = try openShelves()
        let first = try await database.write { connection throws(StoreError) in
            try connection.first("INSERT INTO shelves (name) VALUES ('a'), ('b') RETURNING name") {
                row throws(StoreError) in try row.text(0)
            }
        }
        #expect(first == "a")
        #expect(try await database.shelfNames() == ["a", "b"])
    }

    @Test func `that returns what it wrote is held to the foreign keys`() async throws {
        let database = try openShelves()
        await #expect(throws: StoreError.self) {
            try await database.write { connection throws(StoreError) in
                try connection.first("INSERT INTO books (title, shelf) VALUES ('t', 'none') RETURNING title") {
                    row throws(StoreError) in try row.text(0)
                }
            }
        }
    }

    @Test func `may run again while its own rows are read`() async throws {
        let database = try openShelves()
        try await database.putUp("a")
        try await database.putUp("b")
        let pairs = try await database.read { connection throws(StoreError) in
            let all: SQL = "SELECT name FROM shelves ORDER BY name"
            return try connection.rows(all) { outer throws(StoreError) in
                let name = try outer.text(0)
                return try connection.rows(all) { inner throws(StoreError) in name + (try inner.text(0)) }
            }
        }
        #expect(pairs == [["aa", "ab"], ["ba", "bb"]])
    }

    @Test func `is forgotten when too many others came after it`() async throws {
        let database = try openShelves()
        let kept = try await database.write { connection throws(StoreError) in
            for length in 1...300 {
                let list = SQL.list(Array(1...length))
                _ = try connection.first("SELECT 1 WHERE 1 IN (\(list))") { row throws(StoreError) in try row.int(0) }
            }
            return (connection as? SQLiteConnection)?.statementCount
        }
        #expect(kept == SQLiteConnection.statementLimit)
    }

    @Test(arguments: ["SELECT 1; SELECT 2", "", "SELEKT 1", "SELECT \(1); DROP TABLE shelves"] as [SQL])
    func `must be exactly one`(sql: SQL) async throws {
        let database = try openShelves()
        await #expect(throws: StoreError.self) {
            try await database.write { connection throws(StoreError) in try connection.run(sql) }
        }
    }

    @Test func `that failed leaves its connection usable`() async throws {
        let database = try openShelves()
        try await database.putUp("a")
        await #expect(throws: StoreError.self) { try await database.putUp("a") }
        try await database.putUp("b")
        #expect(try await database.shelfNames() == ["a", "b"])
    }
}
