import Identity

/// A store's engine over PostgreSQL, or a database that speaks its protocol: some connections that write, some that read, each with a
/// thread of its own. A closure is one transaction.
package final class PostgreSQLDatabase: SQLDatabase {
    /// How many connections are held.
    package struct Size: Sendable, Equatable {
        package var writers = 16
        package var readers = 4

        package init() {}
    }

    /// The numbers of the migrations that were applied when it was opened.
    package let applied: [Int]

    private let writers: PostgreSQLThreads
    private let readers: PostgreSQLThreads
    /// Carries out, many in one transaction, what nobody waits for.
    private let errands: PostgreSQLThreads
    private let onLost: @Sendable (StoreError) -> Void

    /// Connects once to bring the data to the newest shape, and starts the threads, which connect when they have something to do.
    ///
    /// Blocks meanwhile. Throws `.failed`, or `.newerVersion` for data that a newer program wrote.
    package init(
        at address: PostgreSQLAddress, size: Size, migrator: Migrator, time: Int64, limits: GroupCommit.Limits,
        now: @escaping @Sendable () -> ContinuousClock.Instant, onLost: @escaping @Sendable (StoreError) -> Void
    ) throws(StoreError) {
        applied = try migrator.apply(to: try PostgreSQLConnection(address, role: .writer), at: time)
        self.onLost = onLost
        let place = PostgreSQLThreads.Place(address: address, limits: limits, now: now, onLost: onLost)
        writers = PostgreSQLThreads("store-writer", count: size.writers, role: .writer, batch: 1, place)
        readers = PostgreSQLThreads("store-reader", count: size.readers, role: .reader, batch: 1, place)
        errands = PostgreSQLThreads("store-errands", count: 1, role: .writer, batch: limits.batch, place)
    }

    /// Carries statements out over a connection of its own; blocks meanwhile.
    package static func script(_ text: String, at address: PostgreSQLAddress) throws(StoreError) {
        try PostgreSQLConnection(address, role: .writer).script(text)
    }

    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T { try await writers.queue.answer(body) }

    package func enqueue(_ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Void) {
        errands.queue.submit(Errand(body, onLost: onLost))
    }

    package func settle() async throws(StoreError) { try await errands.queue.answer { _ in } }

    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T { try await readers.queue.answer(body) }

    package func close() async {
        await readers.queue.close()
        await writers.queue.close()
        await errands.queue.close()
    }

    package var statistics: GroupCommit.Statistics { writers.statistics }

    /// Whether every table can be read, with every column: throws what PostgreSQL says where one cannot. Its pages are PostgreSQL's
    /// own business.
    package func integrityCheck() async throws(StoreError) -> [String] {
        try await read { connection throws(StoreError) in
            for table in CopiedTable.all { _ = try table.rows(after: nil, limit: 1, connection) }
            return []
        }
    }

    package func backup(to path: String) async throws(StoreError) {
        throw .failed("a store in PostgreSQL is copied with PostgreSQL's own tools, such as pg_dump or a base backup")
    }
}
