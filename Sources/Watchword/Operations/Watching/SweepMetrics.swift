import CoreMetrics

/// How the sweeps of ended records go.
struct SweepMetrics: Sendable {
    let duration: Timer
    let completed: Counter
    let failed: Counter
    let lastSuccess: Meter

    init(_ factory: any MetricsFactory) {
        func sweeps(_ outcome: String) -> Counter {
            Counter(label: "watchword_sweeps_total", dimensions: [("outcome", outcome)], factory: factory)
        }
        duration = Timer(label: "watchword_sweep_duration_seconds", factory: factory)
        completed = sweeps("completed")
        failed = sweeps("failed")
        lastSuccess = Meter(label: "watchword_sweep_last_success_timestamp_seconds", factory: factory)
    }
}

extension Duration {
    /// Whole nanoseconds.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
