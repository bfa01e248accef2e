import Glibc
import Logging
import UnixSignals
import Web

/// SIGTERM and SIGINT: the first turns `/readyz` to 503 and, after the delay, begins a graceful stop; a second ends the program at
/// once.
///
/// One sequence reads both, because two readers of one signal would take it from each other.
struct StopSignals: Sendable {
    let readiness: Readiness
    let delay: Duration
    let logger: Logger
    let stop: @Sendable () async -> Void

    /// Watches until cancelled.
    func watch() async {
        await withDiscardingTaskGroup { group in
            var isStopping = false
            for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
                if isStopping { _exit(130) }
                isStopping = true
                readiness.stop()
                logger.notice(
                    "stopping: calls in flight end first, a second signal exits at once",
                    metadata: ["signal": "\(signal)", "delay": "\(delay)"])
                group.addTask {
                    // Cancelled when the program ends by itself.
                    try? await Task.sleep(for: delay)
                    await stop()
                }
            }
        }
    }
}
