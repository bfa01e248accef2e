import Identity

/// One step of the store's shape. Once it has landed it is never edited: stores that have it will not see the change.
package struct Migration: Sendable {
    /// Its place in the order: 1, 2, 3 …
    package let number: Int
    /// What it does, in a few words with hyphens.
    package let name: String
    /// Statements separated by semicolons; no BEGIN, no COMMIT.
    package let script: String

    /// A step with its number, name and statements.
    package init(number: Int, name: String, script: String) {
        self.number = number
        self.name = name
        self.script = script
    }
}

/// Brings a store to the shape that this program knows: forward only, each step in a transaction of its own, once, even
/// when two processes start together.
package struct Migrator: Sendable {
    /// Milliseconds to wait for another process that copies and migrates the same store: a large one takes a while.
    private static let patience = 600_000

    let migrations: [Migration]

    /// A list of steps, whose numbers rise.
    package init(_ migrations: [Migration]) {
        precondition(
            zip(migrations, migrations.dropFirst()).allSatisfy { $0.number < $1.number },
            "migrations are listed in the order of their numbers, each number once")
        self.migrations = migrations
    }

    /// The highest number that this program knows, or 0.
    package var newest: Int { migrations.last?.number ?? 0 }

    /// Applies what the store lacks, and answers the numbers. The time, in microseconds since 1970, is noted beside them.
    ///
    /// A store in a file that already holds something is copied first, beside itself, as `<file>.before-<number>`.
    /// Throws `.newerVersion` for a store that has a step this program does not know.
    func apply(to connection: SQLiteConnection, file: SQLiteFile?, at time: Int64) throws(StoreError) -> [Int] {
        guard try missing(on: connection) != nil else { return [] }
        try connection.wait(atMost: Self.patience)
        var applied: [Int] = []
        while let next = try missing(on: connection) {
            try connection.begin(writing: true)
            do {
                // Looked at again now that nobody else can write: another process may have been first.
                if try missing(on: connection)?.number == next.number {
                    if let file, applied.isEmpty, try newestApplied(on: connection) > 0 {
                        try copy(file, before: next)
                    }
                    try apply(next, to: connection, at: time)
                    applied.append(next.number)
                }
                try connection.commit()
            } catch {
                connection.rollback()
                throw error
            }
        }
        try connection.wait(atMost: SQLiteConnection.patience)
        return applied
    }

    /// The first step that the store lacks.
    private func missing(on connection: SQLiteConnection) throws(StoreError) -> Migration? {
        let found = try newestApplied(on: connection)
        guard found <= newest else { throw .newerVersion(found: found, known: newest) }
        return migrations.first { $0.number > found }
    }

    /// The highest number in the store, or 0 for one that has none.
    private func newestApplied(on connection: SQLiteConnection) throws(StoreError) -> Int {
        let table: SQL = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
        guard try connection.first(table, { row throws(StoreError) in try row.int(0) }) != nil else { return 0 }
        let newest: SQL = "SELECT max(number) FROM schema_migrations"
        return try connection.first(newest) { row throws(StoreError) in try row.optionalInt(0) ?? 0 } ?? 0
    }

    private func apply(_ migration: Migration, to connection: SQLiteConnection, at time: Int64) throws(StoreError) {
        try connection.script(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number INTEGER PRIMARY KEY,
                name TEXT NOT NULL,
                applied_at INTEGER NOT NULL
            )
            """)
        try connection.script(migration.script)
        try connection.run(
            """
            INSERT INTO schema_migrations (number, name, applied_at)
            VALUES (\(migration.number), \(migration.name), \(time))
            """)
    }

    /// Copies the store over a connection of its own, which sees what was committed: the caller holds the lock on writing,
    /// so nobody changes it meanwhile.
    private func copy(_ file: SQLiteFile, before migration: Migration) throws(StoreError) {
        let source = try SQLiteConnection(path: file.path, role: .writer)
        defer { source.close() }
        try SQLiteFile(path: "\(file.path).before-\(migration.number)").write(copyOf: source)
    }
}
