/// How long things took, kept in buckets of at most 1.6 % of their value: enough for percentiles.
struct Histogram: Sendable {
    private static let stepsPerDoubling = 64
    private var buckets = [Int](repeating: 0, count: stepsPerDoubling * 40)
    private(set) var count = 0
    private(set) var slowest = 0

    /// Adds a time in microseconds.
    mutating func add(_ microseconds: Int) {
        count += 1
        slowest = max(slowest, microseconds)
        buckets[min(Histogram.bucket(max(0, microseconds)), buckets.count - 1)] += 1
    }

    /// The time in microseconds that the given share of all stayed within; nil where there are none.
    func percentile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        var left = Int((Double(count) * share).rounded(.up))
        for (bucket, number) in buckets.enumerated() {
            left -= number
            if left <= 0 { return min(Histogram.middle(of: bucket), Double(slowest)) }
        }
        return Double(slowest)
    }

    /// One bucket a microsecond up to 128, from there 64 buckets a doubling.
    private static func bucket(_ value: Int) -> Int {
        guard value >= 2 * stepsPerDoubling else { return value }
        let shift = Int.bitWidth - value.leadingZeroBitCount - 7
        return shift * stepsPerDoubling + (value >> shift)
    }

    private static func middle(of bucket: Int) -> Double {
        guard bucket >= 2 * stepsPerDoubling else { return Double(bucket) }
        let shift = bucket / stepsPerDoubling - 1
        let low = (bucket - shift * stepsPerDoubling) << shift
        return Double(low) + Double(1 << shift) / 2
    }
}
