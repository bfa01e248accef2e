import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// What operators' machines call, on a listener of its own: nothing here needs a secret, and nothing here is for the public.
struct OperationsListener: Service {
    let host: String
    let port: Int
    let registry: MetricRegistry
    let logger: Logger

    /// Scrapers, and a person who looks: nobody else comes here.
    private static let connectionLimit = 32

    func run() async throws {
        let application = Application(
            router: OperationsListener.router(registry),
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: .init(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    OperationsListener.connectionLimit, logger: logger)),
            onServerRunning: { [logger, host, port] _ in
                logger.notice("metrics can be read", metadata: ["host": "\(host)", "port": "\(port)"])
            },
            logger: logger)
        do { try await application.run() } catch let error as IOError {
            throw StartProblem.port(host: host, port: port, reason: "\(error)")
        }
    }

    /// `GET /metrics`, and nothing else.
    static func router(_ registry: MetricRegistry) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("metrics") { _, _ in
            let text = MetricText.bytes(of: registry.families)
            return Response(
                status: .ok, headers: [.contentType: MetricText.contentType, .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(bytes: text)))
        }
        return router
    }
}
