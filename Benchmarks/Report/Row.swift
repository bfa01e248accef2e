/// One line of the table: what is called, and what its rounds saw.
struct Row: Sendable {
    enum Side: Sendable { case bare, watchword }

    let name: String
    let title: String
    let side: Side
    let script: @Sendable () -> any Script
    var rounds: [Round] = []

    init(
        _ name: String, _ title: String, against side: Side = .watchword,
        script: @escaping @Sendable () -> any Script
    ) {
        self.name = name
        self.title = title
        self.side = side
        self.script = script
    }

    var operationsPerSecond: Spread { Spread(rounds.map(\.operationsPerSecond)) }
    /// Processor time of the server, all nodes together, for one operation, in microseconds.
    var serverMicroseconds: Spread { spread { $0.each($0.usage.server) } }
    /// The same of the balancer; 0 without one.
    var balancerMicroseconds: Spread { spread { $0.each($0.usage.balancer) } }
    /// The same of PostgreSQL; 0 for a file.
    var databaseMicroseconds: Spread { spread { $0.each($0.usage.database) } }
    /// The server's time for one operation by what a thread is for, in microseconds.
    func microseconds(of work: ThreadTimes.Work) -> Spread { spread { $0.each($0.usage.threads[work]) } }
    /// In milliseconds.
    var half: Spread { Spread(rounds.map { ($0.count.times.percentile(0.5) ?? 0) / 1_000 }) }
    /// In milliseconds.
    var ninetyNine: Spread { Spread(rounds.map { ($0.count.times.percentile(0.99) ?? 0) / 1_000 }) }
    var peakBytes: Int { rounds.map(\.peakBytes).max() ?? 0 }
    /// What others took of one core.
    var othersShare: Spread { spread { $0.share($0.usage.others) } }
    /// What the server took of one core.
    var serverShare: Spread { spread { $0.share($0.usage.server) } }
    /// What clients and gateway took of one core.
    var driverShare: Spread { spread { $0.share($0.usage.driver) } }
    /// All rounds' times together.
    var times: Times {
        rounds.reduce(into: Times()) { all, round in all.add(round.count.times) }
    }
    var failures: [String: Int] {
        rounds.reduce(into: [:]) { all, round in all.merge(round.count.failures, uniquingKeysWith: +) }
    }

    private func spread(_ figure: (Round) -> Double) -> Spread { Spread(rounds.map(figure)) }
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
