/// One line of the table: what is called, and what its rounds saw.
struct Row: Sendable {
    enum Target: Sendable { case bare, watchword }

    let name: String
    let title: String
    let target: Target
    let script: @Sendable () -> any Script
    var rounds: [Round] = []

    init(
        _ name: String, _ title: String, against target: Target = .watchword,
        script: @escaping @Sendable () -> any Script
    ) {
        self.name = name
        self.title = title
        self.target = target
        self.script = script
    }

    var operationsPerSecond: Spread { Spread(rounds.map(\.operationsPerSecond)) }
    /// Processor time of the server for one operation, in microseconds.
    var serverMicroseconds: Spread { Spread(rounds.map(\.serverMicroseconds)) }
    /// In milliseconds.
    var half: Spread { Spread(rounds.map { ($0.count.times.percentile(0.5) ?? 0) / 1_000 }) }
    /// In milliseconds.
    var ninetyNine: Spread { Spread(rounds.map { ($0.count.times.percentile(0.99) ?? 0) / 1_000 }) }
    var peakBytes: Int { rounds.map(\.peakBytes).max() ?? 0 }
    /// What others took of one core.
    var othersShare: Spread { Spread(rounds.map(\.othersShare)) }
    /// What the server took of one core.
    var serverShare: Spread { Spread(rounds.map { $0.serverSeconds / $0.count.seconds }) }
    /// What clients and gateway took of one core.
    var driverShare: Spread { Spread(rounds.map { $0.driverSeconds / $0.count.seconds }) }
    var failures: [String: Int] {
        rounds.reduce(into: [:]) { all, round in all.merge(round.count.failures, uniquingKeysWith: +) }
    }
}

/// The median of some measurements, the lowest and the highest.
struct Spread: Sendable {
    let median: Double
    let low: Double
    let high: Double

    init(_ values: [Double]) {
        let sorted = values.sorted()
        low = sorted.first ?? 0
        high = sorted.last ?? 0
        let middle = sorted.count / 2
        median =
            sorted.isEmpty ? 0 : sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
