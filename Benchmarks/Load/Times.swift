import Histogram

/// How long things took, in an HdrHistogram: three digits of every value are kept.
struct Times: Sendable {
    private var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)

    /// Adds a time in microseconds.
    mutating func add(_ microseconds: Int) { histogram.record(UInt64(max(0, microseconds))) }

    /// Adds all times of another.
    mutating func add(_ other: Times) { histogram.add(other.histogram) }

    var count: Int { Int(histogram.totalCount) }
    /// In microseconds.
    var slowest: Int { count == 0 ? 0 : Int(histogram.max) }

    /// The time in microseconds that the given share of all stayed within; nil where there are none.
    func percentile(_ share: Double) -> Double? {
        count == 0 ? nil : Double(histogram.valueAtPercentile(share * 100))
    }

    /// One point of a curve: the share of all that stayed within a time.
    struct Point: Sendable {
        /// 0 to 1
        let share: Double
        let microseconds: Int
    }

    /// The whole distribution, five steps for each halving of what is left, so that its slow end is as fine as its middle.
    var curve: [Point] {
        guard count > 0 else { return [] }
        return histogram.percentiles(ticksPerHalfDistance: 5).map {
            Point(share: $0.percentile / 100, microseconds: Int($0.value))
        }
    }
}
