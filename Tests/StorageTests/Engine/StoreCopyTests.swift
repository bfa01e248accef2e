import Identity
import TestSupport
import Testing

@testable import Storage

@Suite struct `A copied table` {
    // A column that a later step adds must be copied too.
    @Test func `has every column of the store, and there is no other table`() async throws {
        let engine = try SQLiteDatabase(
            at: .memory, migrator: .all(for: .sqlite), time: 0, limits: GroupCommit.Limits(),
            now: { ContinuousClock.now }, onLost: { _ in })
        let found = try await engine.read { connection throws(StoreError) in
            try connection.rows(
                """
                SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name <> 'schema_migrations'
                """
            ) { row throws(StoreError) in "\(try row.text(0)).\(try row.text(1))" }
        }
        let copied = CopiedTable.all.flatMap { table in table.columns.map { "\(table.name.text).\($0.name.text)" } }
        #expect(Set(found) == Set(copied))
        #expect(copied.count == Set(copied).count)
    }
}

@Suite(.enabled(if: TestDatabase.isThere)) struct `A copy into PostgreSQL` {
    /// A store with some of everything.
    private func source() async throws -> TestStore {
        let test = try await TestStore.open(.file)
        try await test.write { tx throws(StoreError) in
            try tx.insert(Client.sample())
            try tx.insert(Connection.sample())
            for number in 0..<1_200 {
                _ = try tx.insert(User.sample(number))
                try tx.append(Event.sample(number))
            }
            try tx.putAddressLimit("10.0.0.1", fullAt: .after(1))
        }
        return test
    }

    private func open(_ database: TestDatabase, isCopied: Bool = false) async throws -> SQLStore {
        try await SQLStore.open(
            database.place, vault: .sample, clock: ManualClock(), isCopied: isCopied, logger: .silent)
    }

    @Test func `holds everything, and opens with the same key`() async throws {
        let (source, database) = (try await source(), try await TestDatabase())
        let target = try await open(database, isCopied: true)
        let report = try await StoreCopy(from: source.store, to: target).run { _ in }
        #expect(report.rows.first { $0.table == "users" }?.count == 1_200)
        await target.close()
        let copy = try await open(database)
        let (users, client) = try await copy.read { tx throws(StoreError) in
            (try tx.users(UserQuery()).total, try tx.client(id: Client.sample().id))
        }
        #expect(users == 1_200)
        #expect(client?.secret.exposed == Client.sample().secret.exposed)
        await copy.close()
    }

    @Test func `is refused by a store that is not empty`() async throws {
        let (source, database) = (try await source(), try await TestDatabase())
        let target = try await open(database, isCopied: true)
        try await target.write { tx throws(StoreError) in try tx.insert(Client.sample()) }
        await #expect(throws: StoreError.self) { try await StoreCopy(from: source.store, to: target).run { _ in } }
        #expect(try await target.read { tx throws(StoreError) in try tx.users(UserQuery()).total } == 0)
        await target.close()
    }

    @Test func `that was broken off is refused by servers, and begun anew`() async throws {
        let (source, database) = (try await source(), try await TestDatabase())
        let target = try await open(database, isCopied: true)
        try await target.write { tx throws(StoreError) in
            try tx.setNote(StoreCopy.mark, [])
            _ = try tx.insert(User.sample(5))
        }
        await target.close()
        await #expect(throws: StoreError.self) { try await open(database) }
        let again = try await open(database, isCopied: true)
        let report = try await StoreCopy(from: source.store, to: again).run { _ in }
        #expect(report.rows.first { $0.table == "users" }?.count == 1_200)
        await again.close()
        try await open(database).close()
    }
}
