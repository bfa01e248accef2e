import Identity
import Logging
import ServiceLifecycle

/// Looks once a second whether another node changed the configuration.
struct ConfigurationRefresh: Service {
    let configuration: ConfigurationCache
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(1))
                do { try await configuration.reloadIfChanged() } catch let error as StoreError {
                    logger.error("the configuration could not be read", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
