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

    /// Between two rounds, and more where looking at everything takes long: then most of the time is rest.
    private static let rest = Duration.seconds(60)
    private static let restForWork = 10

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var worked = Duration.zero
            while true {
                try await Task.sleep(for: max(Self.rest, worked * Self.restForWork))
                worked = .zero
                do {
                    for kind in SweepExpired.Kind.allCases { worked += try await removeAll(kind) }
                    metrics.completed.increment()
                    metrics.lastSuccess.set(clock.now().seconds)
                } catch let error as StoreError {
                    metrics.failed.increment()
                    logger.error("expired records could not be removed", metadata: ["error": "\(error)"])
                }
            }
        }
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
