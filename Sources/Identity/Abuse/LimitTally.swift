import Synchronization

/// How often a limit in memory said yes and no, for whoever measures.
package final class LimitTally: Sendable {
    private let allowedCalls = Atomic<Int>(0)
    private let refusedCalls = Atomic<Int>(0)

    package init() {}

    /// Calls that had room.
    package var allowed: Int { allowedCalls.load(ordering: .relaxed) }
    /// Calls that were one too many.
    package var refused: Int { refusedCalls.load(ordering: .relaxed) }

    /// Counts what a limit said.
    package func count(_ state: RateLimit) {
        if state.retryAfter == nil {
            allowedCalls.wrappingAdd(1, ordering: .relaxed)
        } else {
            refusedCalls.wrappingAdd(1, ordering: .relaxed)
        }
    }
}
