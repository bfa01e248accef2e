/// What is remembered of one number in one connection, over all clients and codes.
package struct NumberHistory: Sendable, Equatable {
    /// Consecutive wrong tries; only a success brings it back to zero (NIST SP 800-63B-4 section 3.2.2).
    package var failures = 0
    /// Until when no try is accepted.
    package var waitUntil: Timestamp?
    /// When messages were sent in the last day, oldest first.
    package var sends: [Timestamp] = []
    /// How many users of the number were deleted.
    package var generation = 0

    package init() {}

    /// Whether there is anything to remember.
    package var isBlank: Bool { self == NumberHistory() }

    /// The wait after so many consecutive failures: none before the tenth, then 30 s doubling up to one hour.
    package static func wait(afterFailures failures: Int) -> Duration? {
        guard failures >= 10 else { return nil }
        let doublings = min(failures - 10, 7)
        return .seconds(min(3_600, 30 << doublings))
    }

    /// Counts a wrong try; returns the wait that now begins.
    package mutating func recordFailure(at time: Timestamp) -> Duration? {
        failures += 1
        guard let wait = NumberHistory.wait(afterFailures: failures) else { return nil }
        waitUntil = time + wait
        return wait
    }

    /// Forgets the failures.
    package mutating func recordSuccess() {
        failures = 0
        waitUntil = nil
    }
}
