import Identity
import Logging
import ServiceLifecycle

/// Removes what has ended: codes, limits, histories, old events, deleted connections. It goes by steps and rests after each as long
/// as that took, so logins have more than half of the store however much there is to remove.
struct ExpirySweeper: Service {
    let sweep: SweepExpired
    let metrics: SweepMetrics
    let clock: any WallClock
    let logger: Logger

    /// Between two rounds: ten times as long as it takes to look at everything, but at least a minute and at most a quarter of an
    /// hour.
    private static func rest(after walked: Duration) -> Duration { min(max(.seconds(60), walked * 10), .seconds(900)) }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var walked = Duration.zero
            while true {
                try await Task.sleep(for: Self.rest(after: walked))
                walked = try await round()
            }
        }
    }

    /// Goes through all kinds; one that cannot be swept keeps no other from it. Answers how long it walked through tables.
    private func round() async throws -> Duration {
        var (walked, isComplete) = (Duration.zero, true)
        for kind in SweepExpired.Kind.allCases {
            do {
                let worked = try await removeAll(kind)
                if case .passing = kind { walked += worked }
            } catch let error as StoreError {
                isComplete = false
                logger.error("expired records could not be removed", metadata: ["error": "\(error)"])
            }
        }
        guard isComplete else {
            metrics.failed.increment()
            return walked
        }
        metrics.completed.increment()
        metrics.lastSuccess.set(clock.now().seconds)
        return walked
    }

    /// Answers how long its steps took.
    private func removeAll(_ kind: SweepExpired.Kind) async throws -> Duration {
        var worked = Duration.zero
        while true {
            let start = ContinuousClock.now
            let isMoreLeft = try await sweep.step(kind)
            let step = ContinuousClock.now - start
            metrics.duration.recordNanoseconds(step.nanoseconds)
            worked += step
            guard isMoreLeft else { return worked }
            try await Task.sleep(for: step)
        }
    }
}
