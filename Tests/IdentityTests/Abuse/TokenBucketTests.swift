import Identity
import TestSupport
import Testing

@Suite struct `A token bucket` {
    private let bucket = TokenBucket(limit: 50, window: .seconds(3_600))
    private let now = ManualClock.start

    @Test func `gives its limit at once and then refuses`() {
        var fullAt: Timestamp?
        var remaining: [Int] = []
        for _ in 1...50 {
            let (next, state) = bucket.take(fullAt: fullAt, at: now)
            #expect(state.retryAfter == nil)
            remaining.append(state.remaining)
            fullAt = next
        }
        #expect(remaining == Array((0...49).reversed()))
        let (next, state) = bucket.take(fullAt: fullAt, at: now)
        #expect(next == nil)
        #expect(state.limit == 50)
        #expect(state.remaining == 0)
        #expect(state.resetsAt == now + .seconds(3_600))
        #expect(state.retryAfter == .seconds(72))
    }

    @Test func `gets one token back every 72 seconds`() {
        let empty = now + .seconds(3_600)
        #expect(bucket.take(fullAt: empty, at: now + .seconds(71)).state.retryAfter == .seconds(1))
        let (next, state) = bucket.take(fullAt: empty, at: now + .seconds(72))
        #expect(state.retryAfter == nil)
        #expect(state.remaining == 0)
        #expect(next == now + .seconds(3_672))
        #expect(state.resetsAt == now + .seconds(3_672))
    }

    @Test func `says when all tokens are back`() {
        let (next, first) = bucket.take(fullAt: nil, at: now)
        #expect(first.limit == 50)
        #expect(first.remaining == 49)
        #expect(first.resetsAt == now + .seconds(72))
        #expect(bucket.take(fullAt: next, at: now).state.resetsAt == now + .seconds(144))
    }

    @Test func `is never fuller than its limit`() {
        let (next, state) = bucket.take(fullAt: now - .seconds(86_400), at: now)
        #expect(state.remaining == 49)
        #expect(next == now + .seconds(72))
    }

    @Test(arguments: [1, 3, 7, 11, 13, 100, 997, 1_000_000])
    func `gives exactly its limit where the window cannot be divided`(limit: Int) {
        let bucket = TokenBucket(limit: limit, window: .seconds(3_600))
        var fullAt: Timestamp?
        var taken = 0
        while let next = bucket.take(fullAt: fullAt, at: now).fullAt {
            taken += 1
            fullAt = next
            if taken > limit { break }
        }
        #expect(taken == limit)
    }
}
