import Identity
import Synchronization

/// Threads that carry out what waits in one queue, each over a connection of its own.
final class PostgreSQLThreads: Sendable {
    /// What all threads of a database share.
    struct Place: Sendable {
        let address: PostgreSQLAddress
        let limits: GroupCommit.Limits
        let now: @Sendable () -> ContinuousClock.Instant
        /// Hears what could not be done though nobody waited for it, and of commits whose answer was lost.
        let onLost: @Sendable (StoreError) -> Void
    }

    let queue: JobQueue
    private let tally = GroupCommit.Tally()

    /// - Parameter batch: how many closures go into one transaction at most.
    init(_ name: String, count: Int, role: PostgreSQLConnection.Role, batch: Int, _ place: Place) {
        queue = JobQueue(capacity: place.limits.waiting, age: place.limits.age, now: place.now)
        for number in 1...count {
            queue.startThread(named: "\(name)-\(number)") { [queue, tally] in
                let runner = PostgreSQLRunner(place, role: role, number: number)
                while case let jobs = queue.take(atMost: batch), !jobs.isEmpty {
                    runner.carryOut(jobs)
                    tally.add(jobs.count)
                }
            }
        }
    }

    deinit { queue.refuseMore() }

    /// What the threads have done since they were made.
    var statistics: GroupCommit.Statistics {
        var statistics = tally.statistics
        statistics.waiting = queue.waiting
        return statistics
    }
}
