import Identity

/// Threads that read a file while another one writes it, each over a connection of its own that cannot write.
final class SQLiteReaders: Sendable {
    private let queue: JobQueue

    /// Opens so many connections to the file and starts a thread for each.
    init(
        path: String, count: Int, limits: GroupCommit.Limits, now: @escaping @Sendable () -> ContinuousClock.Instant
    ) throws(StoreError) {
        queue = JobQueue(capacity: limits.waiting, age: limits.age, now: now)
        var connections: [SQLiteConnection] = []
        for _ in 0..<count { connections.append(try SQLiteConnection(path: path, role: .reader)) }
        for (index, connection) in connections.enumerated() {
            // Made here, and from here on used by its thread alone.
            nonisolated(unsafe) let connection = connection
            queue.startThread(named: "store-reader-\(index + 1)") { [queue] in
                while let job = queue.take(atMost: 1).first { job.settle(Self.carryOut(job, on: connection)) }
                connection.close()
            }
        }
    }

    deinit { queue.refuseMore() }

    /// Runs the closure on one state of the store: what was committed before it, and nothing that is committed meanwhile.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await queue.answer(body)
    }

    /// Carries out what waits, closes the connections, then returns.
    func close() async {
        await queue.close()
    }

    private static func carryOut(_ job: any StorageJob, on connection: SQLiteConnection) -> StoreError? {
        do {
            try connection.begin(writing: false)
        } catch {
            return error
        }
        guard job.run(on: connection) else {
            connection.rollback()
            return nil
        }
        do {
            try connection.commit()
            return nil
        } catch {
            return error
        }
    }
}
