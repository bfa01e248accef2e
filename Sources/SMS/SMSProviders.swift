import Identity
import Logging
import Synchronization

/// All the ways a message can leave: the one `SMSProvider` of the server. Which way is the connection's choice.
package final class SMSProviders: SMSProvider {
    private let gateways: GatewayProvider
    private let twilio: TwilioProvider
    private let clients: HTTPClients
    private let maximumInFlight: Int
    private let inFlight = Atomic<Int>(0)
    private let logger: Logger

    /// - Parameters:
    ///   - configuration: the operator's settings.
    ///   - clock: dates the gateway tokens and the answers of the resolver.
    ///   - random: names the gateway tokens.
    ///   - resolver: turns names into addresses; every answer is judged here, however it was found.
    ///   - logger: hears of calls that a shutdown ends.
    package init(
        _ configuration: SMSConfiguration, clock: any WallClock, random: any RandomSource, resolver: any Resolver,
        logger: Logger
    ) {
        clients = HTTPClients(
            deadline: configuration.deadline, connectionLimit: configuration.maximumInFlight,
            trustedCertificateFiles: configuration.trustedCertificateFiles)
        let outbound = Outbound(
            clients: clients, names: NameCache(resolver: resolver, clock: clock), deadline: configuration.deadline)
        gateways = GatewayProvider(outbound: outbound, egress: configuration.egress, clock: clock, random: random)
        twilio = TwilioProvider(outbound: outbound, base: configuration.twilio)
        maximumInFlight = configuration.maximumInFlight
        self.logger = logger
    }

    package func reservePlace() -> Bool {
        let taken = inFlight.wrappingAdd(1, ordering: .relaxed).newValue
        guard taken > maximumInFlight else { return true }
        releasePlace()
        return false
    }

    package func releasePlace() {
        inFlight.wrappingSubtract(1, ordering: .relaxed)
    }

    package func send(_ message: SMSMessage, through provider: SMSOptions.Provider) async -> Delivery {
        switch provider {
        case .gateway(let gateway): await gateways.send(message, through: gateway)
        case .twilio(let account): await twilio.send(message, through: account)
        case .incomplete(let reason):
            .refused(
                DeliveryProblem(
                    forCaller: "The SMS provider of this connection is not fully configured",
                    forOperator: "The SMS provider of this connection is not fully configured: \(reason)"))
        }
    }

    /// Closes every connection; must be called before the providers go away. What is still under way ends as unknown,
    /// and nothing can be sent afterwards.
    package func shutdown() async {
        let abandoned = await clients.shutdown()
        guard abandoned > 0 else { return }
        logger.warning("messages were still under way at the end", metadata: ["messages": "\(abandoned)"])
    }
}
