import Foundation
import GatewayKit
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The inbox as a service: an SMS gateway that delivers nothing and shows everything.
///
/// It keeps what it received in memory and serves a page, a small JSON interface and a stream of events about it.
/// It is made for development and tests, on the machine it runs on.
package struct InboxApplication: Service {
    /// What an operator may choose.
    package struct Configuration: Sendable {
        /// The address to listen on. Requests must name a loopback host in any case.
        package var host: String
        /// The TCP port; 0 asks the system for a free one.
        package var port: Int
        /// Checks the caller's token when present, and refuses as a strict gateway would; `nil` accepts every caller.
        package var verifier: GatewayVerifier?
        /// How slow the deliberately slow things are; only tests have a reason to change it.
        package var pace: Pace

        /// Loopback and a free port, unless told otherwise.
        package init(
            host: String = "127.0.0.1", port: Int = 0, verifier: GatewayVerifier? = nil, pace: Pace = Pace()
        ) {
            self.host = host
            self.port = port
            self.verifier = verifier
            self.pace = pace
        }
    }

    /// The timing of a dripping answer and of the event stream.
    package struct Pace: Sendable {
        /// The pause between two bytes of a dripping answer.
        package var dripInterval: Duration
        /// How long an answer drips before the connection is closed.
        package var dripLimit: Duration
        /// The pause between two signs of life on `/api/events`.
        package var heartbeat: Duration

        /// Four bytes a second for two minutes, a heartbeat every 15 seconds.
        package init(
            dripInterval: Duration = .milliseconds(250), dripLimit: Duration = .seconds(120),
            heartbeat: Duration = .seconds(15)
        ) {
            self.dripInterval = dripInterval
            self.dripLimit = dripLimit
            self.heartbeat = heartbeat
        }
    }

    /// The server itself, for a test that drives it without ``run()``.
    package let application: Application<RouterResponder<InboxContext>>

    /// Puts the inbox together; nothing listens before ``run()``.
    ///
    /// - Parameters:
    ///   - configuration: where to listen, and whose tokens to check.
    ///   - now: the wall clock: it stamps messages and judges tokens.
    ///   - logger: the server's.
    ///   - onListening: called once, with the TCP port that is really listened on.
    package init(
        configuration: Configuration,
        now: @escaping @Sendable () -> Date,
        logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        let routes = InboxRoutes(configuration: configuration, now: now)
        application = Application(
            router: routes.router(),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: "watchword-inbox"),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? configuration.port) },
            logger: logger)
    }

    /// Serves until the surrounding service group shuts down. Waiting requests are let go at once then.
    package func run() async throws {
        try await application.run()
    }
}
