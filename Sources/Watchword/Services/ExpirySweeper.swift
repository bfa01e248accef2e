import Identity
import Logging
import ServiceLifecycle

/// Removes what has ended, in slices that hold nobody up: codes, limits, histories, old events, deleted connections.
struct ExpirySweeper: Service {
    let sweep: SweepExpired
    let metrics: SweepMetrics
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(60))
                do {
                    while try await removeSlice() > 0 { try await Task.sleep(for: .milliseconds(50)) }
                    metrics.completed.increment()
                    metrics.lastSuccess.set(clock.now().seconds)
                } catch let error as StoreError {
                    metrics.failed.increment()
                    logger.error("expired records could not be removed", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    private func removeSlice() async throws(StoreError) -> Int {
        let start = ContinuousClock.now
        defer { metrics.duration.recordNanoseconds((ContinuousClock.now - start).nanoseconds) }
        return try await sweep.removeSlice()
    }
}
