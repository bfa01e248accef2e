import Glibc
import Identity

extension Migrator {
    /// Applies what the store lacks, and answers the numbers. Several nodes may start at once: who writes a step's number first
    /// carries it out, and the others wait for that.
    ///
    /// Throws `.newerVersion` for a store that has a step this program does not know. There is no copy of the store as it was:
    /// PostgreSQL has tools of its own for that.
    func apply(to connection: PostgreSQLConnection, at time: Int64) throws(StoreError) -> [Int] {
        let found = try newestApplied(on: connection)
        guard found <= newest else { throw .newerVersion(found: found, known: newest) }
        guard found < newest else { return [] }
        try makeTable(on: connection)
        return try steps(after: found, on: connection, at: time)
    }

    /// The highest number in the store, or 0 for one that has none.
    private func newestApplied(on connection: PostgreSQLConnection) throws(StoreError) -> Int {
        try transaction(on: connection) { () throws(StoreError) in
            let isThere = try connection.first("SELECT count(to_regclass('schema_migrations'))") {
                row throws(StoreError) in try row.int(0)
            }
            guard isThere == 1 else { return 0 }
            return try connection.first("SELECT max(number) FROM schema_migrations") { row throws(StoreError) in
                try row.optionalInt(0) ?? 0
            } ?? 0
        }
    }

    private func steps(
        after found: Int, on connection: PostgreSQLConnection, at time: Int64
    ) throws(StoreError) -> [Int] {
        var applied: [Int] = []
        for step in migrations where step.number > found {
            let isFirst = try transaction(on: connection) { () throws(StoreError) in
                // A step takes as long as it takes.
                try connection.run("SET LOCAL lock_timeout = 0")
                try connection.run("SET LOCAL statement_timeout = 0")
                let inserted = try connection.run(
                    """
                    INSERT INTO schema_migrations (number, name, applied_at)
                    VALUES (\(step.number), \(step.name), \(time)) ON CONFLICT DO NOTHING
                    """)
                guard inserted == 1 else { return false }
                try connection.script(step.script)
                return true
            }
            if isFirst { applied.append(step.number) }
        }
        return applied
    }

    /// The table of steps. Where two make it at the same moment, one of them may fail though it is there then.
    private func makeTable(on connection: PostgreSQLConnection) throws(StoreError) {
        for attempt in 1...5 {
            do throws(StoreError) {
                return try transaction(on: connection) { () throws(StoreError) in
                    try connection.script(
                        """
                        CREATE TABLE IF NOT EXISTS schema_migrations (
                            number BIGINT PRIMARY KEY,
                            name TEXT NOT NULL,
                            applied_at BIGINT NOT NULL
                        )
                        """)
                }
            } catch {
                guard attempt < 5, connection.isGood else { throw error }
                usleep(100_000)
            }
        }
    }

    private func transaction<T>(
        on connection: PostgreSQLConnection, _ body: () throws(StoreError) -> T
    ) throws(StoreError) -> T {
        do throws(StoreError) {
            try connection.begin()
            let result = try body()
            try connection.commit()
            return result
        } catch {
            connection.rollback()
            throw error
        }
    }
}
