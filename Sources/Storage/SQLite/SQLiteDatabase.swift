import Dispatch
import Foundation
import Identity

/// A store's engine over SQLite: one thread that writes, two that read.
package final class SQLiteDatabase: SQLDatabase {
    /// Where the data is.
    package enum Location: Sendable, Equatable {
        /// In this object alone, and gone with it: for tests and for trying things out.
        case memory
        /// In a file, made with mode 0600 when it is absent; folders that are absent are made with 0700.
        case file(String)
    }

    /// Threads that read a file: enough that one long read does not hold up all others.
    private static let readerCount = 2

    /// The numbers of the migrations that were applied when it was opened.
    package let applied: [Int]

    private let file: SQLiteFile?
    private let writer: GroupCommit
    private let readers: SQLiteReaders?

    /// Opens the data and brings it to the newest shape; `time` is noted with the migrations, in microseconds since 1970.
    ///
    /// Blocks while it does so. The clock measures how long closures wait; `onLost` hears of closures given to `enqueue`
    /// that failed. Throws `.failed`, or `.newerVersion` for data that a newer program wrote.
    package init(
        at location: Location, migrator: Migrator, time: Int64, limits: GroupCommit.Limits,
        now: @escaping @Sendable () -> ContinuousClock.Instant, onLost: @escaping @Sendable (StoreError) -> Void
    ) throws(StoreError) {
        file =
            switch location {
            case .memory: nil
            case .file(let path): SQLiteFile(path: path)
            }
        try file?.make()
        let connection = try SQLiteConnection(path: file?.path, role: .writer)
        applied = try migrator.apply(to: connection, file: file, at: time)
        if let file {
            readers = try SQLiteReaders(path: file.path, count: Self.readerCount, limits: limits, now: now)
        } else {
            readers = nil
        }
        writer = GroupCommit(connection, limits: limits, now: now, onLost: onLost)
    }

    /// Runs the closure in a transaction and answers its result when that is on the disk.
    ///
    /// Throws what the closure threw (its changes are gone then), `.overloaded` or `.closed` when it was not run, and
    /// `.failed` when it was not kept. Cancelling the task does not take the closure back.
    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await writer.write(body)
    }

    /// Lets the closure run in a transaction soon, and returns at once; `onLost` hears when it could not be done.
    package func enqueue(_ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Void) {
        writer.enqueue(body)
    }

    package func settle() async throws(StoreError) { try await writer.write { _ in } }

    /// Runs the closure on one state of the data, which holds every write that was answered before; a statement that
    /// writes throws. In memory it takes its turn among the writes.
    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        guard let readers else {
            return try await writer.write { connection throws(StoreError) in
                try connection.reading(body)
            }
        }
        return try await readers.read(body)
    }

    /// Carries out what waits and closes all connections; what comes later throws `.closed`.
    package func close() async {
        await readers?.close()
        await writer.close()
    }

    /// What the writer has done since the data was opened.
    package var statistics: GroupCommit.Statistics { writer.statistics }

    /// Looks through all the data: broken pages, broken indexes, rows that point to absent ones. Empty when all is well.
    package func integrityCheck() async throws(StoreError) -> [String] {
        try await read { connection throws(StoreError) in
            let found = try connection.rows("PRAGMA integrity_check") { row throws(StoreError) in try row.text(0) }
            let orphans = try connection.rows("PRAGMA foreign_key_check") { row throws(StoreError) in
                "a row of \(try row.text(0)) points to an absent row of \(try row.text(2))"
            }
            return found.filter { $0 != "ok" } + orphans
        }
    }

    /// Writes a compact copy of one state of the data to a new file with mode 0600, while others read and write. Throws
    /// `.failed` when the file exists, and for data in memory.
    package func backup(to path: String) async throws(StoreError) {
        guard let file else { throw .failed("data in memory cannot be copied to a file") }
        let target = SQLiteFile(path: path)
        guard !target.exists else { throw .failed("\(path) exists") }
        let result: Result<Void, StoreError> = await withCheckedContinuation { caller in
            // A copy takes as long as the disk needs: on a thread of its own.
            Thread.detachNewThread {
                do throws(StoreError) {
                    let source = try SQLiteConnection(path: file.path, role: .writer)
                    defer { source.close() }
                    caller.resume(returning: .success(try target.write(copyOf: source)))
                } catch {
                    caller.resume(returning: .failure(error))
                }
            }
        }
        try result.get()
    }
}

extension SQLConnection {
    /// Runs the closure while statements that write are refused.
    fileprivate func reading<T>(
        _ body: (any SQLConnection) throws(StoreError) -> T
    ) throws(StoreError) -> T {
        guard let connection = self as? SQLiteConnection else { return try body(self) }
        connection.refusesWrites = true
        defer { connection.refusesWrites = false }
        return try body(connection)
    }
}
