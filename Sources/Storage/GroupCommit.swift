import Identity
import Synchronization

/// The one writer: closures from all tasks queue up, and one thread carries out what waits inside one transaction.
///
/// A durable commit costs a flush of the disk, whether one closure is in it or five hundred, so there is no timer: while
/// one batch is flushed the next one gathers by itself. When a closure throws, only its own changes go, and only its
/// caller hears; the others may run a second time for that. Callers are answered, in order, when the commit is on the
/// disk; when the commit fails, all of them get the failure.
package final class GroupCommit: Sendable {
    /// How much may wait, and how much goes into one commit.
    package struct Limits: Sendable {
        /// Closures that wait; one more is refused with `.overloaded`.
        package var waiting = 20_000
        /// Time that the oldest may have waited; while it has waited longer, new ones are refused with `.overloaded`.
        package var age: Duration = .seconds(5)
        /// Closures in one transaction.
        package var batch = 512

        /// The limits that the program uses.
        package init() {}
    }

    /// What the writer has done since it was made.
    package struct Statistics: Sendable, Equatable {
        /// Transactions that ended as they should.
        package fileprivate(set) var commits = 0
        /// Closures in them, those that threw included.
        package fileprivate(set) var items = 0
        /// Closures in the largest of them.
        package fileprivate(set) var largestBatch = 0
        /// Closures that wait now.
        package var waiting = 0

        /// Counts a transaction and the closures in it.
        mutating func add(_ batch: Int) {
            commits += 1
            items += batch
            largestBatch = max(largestBatch, batch)
        }
    }

    /// The counts, shared by threads that add to them and whoever asks.
    final class Tally: Sendable {
        private let counts = Mutex(Statistics())

        var statistics: Statistics { counts.withLock { $0 } }

        func add(_ batch: Int) { counts.withLock { $0.add(batch) } }
    }

    private let queue: JobQueue
    private let tally = Tally()
    private let onLost: @Sendable (StoreError) -> Void

    /// Takes the connection over and starts the thread. The clock measures how long closures wait; the handler hears of
    /// closures given to `enqueue` that failed.
    init(
        _ connection: sending SQLiteConnection, limits: Limits, now: @escaping @Sendable () -> ContinuousClock.Instant,
        onLost: @escaping @Sendable (StoreError) -> Void
    ) {
        self.onLost = onLost
        queue = JobQueue(capacity: limits.waiting, age: limits.age, now: now)
        // Sent here by the caller, and from here on used by the thread alone.
        nonisolated(unsafe) let connection = connection
        queue.startThread(named: "store-writer") { [queue, tally] in
            while case let batch = queue.take(atMost: limits.batch), !batch.isEmpty {
                let failure = Self.carryOut(batch, on: connection)
                if failure == nil {
                    tally.add(batch.count)
                }
                for job in batch { job.settle(failure) }
            }
            connection.close()
        }
    }

    /// Without `close`, the thread ends when it has done what waits.
    deinit { queue.refuseMore() }

    /// Runs the closure in a transaction and answers its result when that is on the disk.
    ///
    /// Throws what the closure threw (its changes are gone then), `.overloaded` or `.closed` when it was not run, and
    /// `.failed` when it was not kept. Cancelling the task does not take the closure back.
    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await queue.answer(body)
    }

    /// Lets the closure run in a transaction soon, and returns at once; the handler hears when it could not be done.
    package func enqueue(_ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Void) {
        queue.submit(Errand(body, onLost: onLost))
    }

    /// Carries out what waits, closes the connection, then returns; what comes later gets `.closed`.
    package func close() async {
        await queue.close()
    }

    /// The writer's counts up to now.
    package var statistics: Statistics {
        var statistics = tally.statistics
        statistics.waiting = queue.waiting
        return statistics
    }

    /// Runs a batch and commits it. The failure is everyone's: nothing of the batch was kept.
    ///
    /// Almost no closure ever throws, so none has a savepoint at first, which would cost each 2 to 3 µs. When one does
    /// throw, all is rolled back and the batch runs once more, with savepoints.
    private static func carryOut(_ batch: [any StorageJob], on connection: SQLiteConnection) -> StoreError? {
        do {
            try connection.begin(writing: true)
        } catch {
            return error
        }
        do throws(StoreError) {
            if batch.allSatisfy({ $0.run(on: connection) }) {
                try connection.commit()
                return nil
            }
            connection.rollback()
            // Alone in its transaction, a closure went with it.
            guard batch.count > 1 else { return nil }
            try connection.begin(writing: true)
            for job in batch {
                try connection.savepoint { job.run(on: connection) }
            }
            try connection.commit()
            return nil
        } catch {
            connection.rollback()
            return error
        }
    }
}
