import Identity
import Synchronization

/// So many Management calls a second on this node, where the operator asks for a limit (contract section 8.2).
package final class ManagementRateLimit: Sendable {
    /// What it said so far.
    package let tally = LimitTally()
    private let bucket: TokenBucket
    private let fullAt = Mutex<Timestamp?>(nil)

    package init(perSecond: Int) { bucket = TokenBucket(limit: perSecond, window: .seconds(1)) }

    func take(at now: Timestamp) -> RateLimit {
        let state = fullAt.withLock { stored in
            let (next, state) = bucket.take(fullAt: stored, at: now)
            if let next { stored = next }
            return state
        }
        tally.count(state)
        return state
    }
}
