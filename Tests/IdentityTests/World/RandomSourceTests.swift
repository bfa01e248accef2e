import Identity
import Synchronization
import TestSupport
import Testing

@Suite struct `Random characters` {
    @Test(arguments: [0, 1, 4, 6, 40])
    func `are as many as were asked for`(count: Int) {
        #expect(SeededRandom().digits(count).count == count)
        #expect(SeededRandom().alphanumerics(count).count == count)
        #expect(SeededRandom().hexDigits(count).count == count)
    }

    /// Every byte once: each character must come equally often, and the bytes that would favour some must be dropped.
    @Test(arguments: [("0123456789", 25), ("0123456789abcdef", 16), ("abc", 85), ("a", 256)])
    func `are equally likely over all bytes`(alphabet: String, each: Int) {
        let all = CountingRandom().characters(alphabet.count * each, from: Array(alphabet.utf8))
        let counts = Dictionary(grouping: all, by: { $0 }).mapValues(\.count)
        #expect(counts == Dictionary(uniqueKeysWithValues: alphabet.map { ($0, each) }))
    }

    /// Chi-square over 100,000 digits; 27.88 is exceeded once in a thousand seeds (9 degrees of freedom).
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `pass the chi-square test`(seed: UInt64) {
        let digits = SeededRandom(seed: seed).digits(100_000)
        let counts = Dictionary(grouping: digits.utf8, by: { $0 }).mapValues(\.count)
        let statistic = (UInt8(ascii: "0")...UInt8(ascii: "9")).reduce(0.0) { sum, digit in
            let difference = Double(counts[digit] ?? 0) - 10_000
            return sum + difference * difference / 10_000
        }
        #expect(statistic < 27.88)
    }

    @Test func `come from the system differently each time`() {
        #expect(SystemRandom().bytes(32) != SystemRandom().bytes(32))
        #expect(SystemRandom().bytes(13).count == 13)
    }
}

/// The bytes 0 to 255 in order, again and again.
private final class CountingRandom: RandomSource {
    private let next = Mutex<UInt8>(0)

    func bytes(_ count: Int) -> [UInt8] {
        next.withLock { next in
            (0..<count).map { _ in
                defer { next &+= 1 }
                return next
            }
        }
    }
}
