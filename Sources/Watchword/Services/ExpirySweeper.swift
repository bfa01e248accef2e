import Identity
import Logging
import ServiceLifecycle

/// Removes what has ended, in slices that hold nobody up: codes, limits, histories, old events, deleted connections.
struct ExpirySweeper: Service {
    let sweep: SweepExpired
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(60))
                do {
                    while try await sweep.removeSlice() > 0 { try await Task.sleep(for: .milliseconds(50)) }
                } catch let error as StoreError {
                    logger.error("expired records could not be removed", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
