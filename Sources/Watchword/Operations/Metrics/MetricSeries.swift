import CoreMetrics
import Synchronization

/// A counter's value: one addition, without a lock.
final class CounterSeries: CounterHandler, Sendable {
    private let count = Atomic<Int64>(0)

    var value: Int64 { count.load(ordering: .relaxed) }

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }
}

/// A gauge's value, the bits of a `Double`.
final class GaugeSeries: MeterHandler, RecorderHandler, Sendable {
    private let bits = Atomic<UInt64>(0)

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func set(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func record(_ value: Int64) { set(Double(value)) }

    func increment(by amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (isDone, found) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if isDone { return }
            old = found
        }
    }

    func decrement(by amount: Double) { increment(by: -amount) }
}

/// A histogram's buckets. Two additions a value, without a lock: a scrape in between may be one value off, no more.
final class HistogramSeries: TimerHandler, RecorderHandler, Sendable {
    private final class Bucket: Sendable { let count = Atomic<Int64>(0) }

    /// Upper bounds in nanoseconds for a timer, in whatever is counted otherwise.
    private let bounds: [Int64]
    private let buckets: [Bucket]
    private let sum = Atomic<Int64>(0)
    /// What one of the unit that is shown holds of the unit that is recorded.
    private let scale: Double

    /// - Parameter scale: 1e9 for a timer, whose bounds are in seconds; 1 for anything that is counted.
    init(bounds: [Double], scale: Double) {
        self.bounds = bounds.map { Int64($0 * scale) }
        self.scale = scale
        buckets = (0...bounds.count).map { _ in Bucket() }
    }

    /// How many values each bucket holds, and the sum of all, in the unit that is shown.
    var values: (counts: [Int64], sum: Double) {
        (
            buckets.map { $0.count.load(ordering: .relaxed) },
            Double(sum.load(ordering: .relaxed)) / scale
        )
    }

    func recordNanoseconds(_ duration: Int64) { record(duration) }
    func record(_ value: Double) { record(Int64(value)) }

    func record(_ value: Int64) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        buckets[index].count.wrappingAdd(1, ordering: .relaxed)
        sum.wrappingAdd(value, ordering: .relaxed)
    }
}
