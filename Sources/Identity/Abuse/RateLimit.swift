/// A limit as its headers tell it (contract section 2): how many, how many are left, when all are back.
package struct RateLimit: Sendable, Equatable {
    package let limit: Int
    package let remaining: Int
    package let resetsAt: Timestamp
    /// How long to wait, when the limit is reached.
    package let retryAfter: Duration?
}

/// A bucket that holds `limit` tokens and gets one back every `window / limit` (the generic cell rate algorithm: one
/// stored time says all).
package struct TokenBucket: Sendable {
    package let limit: Int
    package let window: Duration

    package init(limit: Int, window: Duration) {
        self.limit = limit
        self.window = window
    }

    /// Takes one token from a bucket that would be full at a moment; the new moment, or nil when it is empty.
    package func take(fullAt: Timestamp?, at now: Timestamp) -> (fullAt: Timestamp?, state: RateLimit) {
        let interval = Duration.microseconds(window.inMicroseconds / Int64(limit))
        let start = max(fullAt ?? now, now)
        let next = start + interval
        let used = next - now
        guard used <= window else {
            let state = RateLimit(limit: limit, remaining: 0, resetsAt: start, retryAfter: used - window)
            return (nil, state)
        }
        let remaining = Int((window - used).inMicroseconds / interval.inMicroseconds)
        return (next, RateLimit(limit: limit, remaining: remaining, resetsAt: next, retryAfter: nil))
    }
}
