import Identity
import Synchronization

/// So many calls a second from one address, on this node and in memory, where the operator asks for a limit (contract section 2).
package final class AddressRateLimit: Sendable {
    private let bucket: TokenBucket
    private let fullAt = Mutex<[String: Timestamp]>([:])
    /// Addresses remembered at once; beyond it all are forgotten, which lets each have one more burst.
    private static let capacity = 50_000

    package init(perSecond: Int) { bucket = TokenBucket(limit: perSecond, window: .seconds(1)) }

    /// Counts one call; `retryAfter` is set when it is one too many.
    func take(_ address: IPAddress, at now: Timestamp) -> RateLimit {
        fullAt.withLock { known in
            let key = address.limitKey
            let (next, state) = bucket.take(fullAt: known[key], at: now)
            if let next {
                if known.count >= AddressRateLimit.capacity { known.removeAll(keepingCapacity: true) }
                known[key] = next
            }
            return state
        }
    }
}
