import Synchronization

/// So many calls from one address, on this node and in memory: where the operator asks for a limit (contract section 2), and where
/// strangers could otherwise fill the log.
package final class AddressRateLimit: Sendable {
    /// What it said so far.
    package let tally = LimitTally()
    private let bucket: TokenBucket
    private let fullAt = Mutex<[String: Timestamp]>([:])
    /// Addresses remembered at once; beyond it all are forgotten, which lets each have one more burst.
    private static let capacity = 50_000

    package convenience init(perSecond: Int) { self.init(calls: perSecond, in: .seconds(1)) }

    package init(calls: Int, in window: Duration) { bucket = TokenBucket(limit: calls, window: window) }

    /// For events of refusals, which cost nobody anything to cause: those beyond it are not written.
    package static func forRefusals() -> AddressRateLimit { AddressRateLimit(calls: 60, in: .seconds(60)) }

    /// Counts one call; false when it is one too many.
    package func hasRoom(for address: IPAddress, at now: Timestamp) -> Bool { take(address, at: now).retryAfter == nil }

    /// Counts one call; `retryAfter` is set when it is one too many.
    package func take(_ address: IPAddress, at now: Timestamp) -> RateLimit {
        let state = fullAt.withLock { known in
            let key = address.limitKey
            let (next, state) = bucket.take(fullAt: known[key], at: now)
            if let next {
                if known.count >= AddressRateLimit.capacity { known.removeAll(keepingCapacity: true) }
                known[key] = next
            }
            return state
        }
        tally.count(state)
        return state
    }
}
