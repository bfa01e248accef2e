import Identity
import SMS

/// Whether a connection can send codes. Names are looked up; nothing is sent.
struct ConnectionChecks {
    let egress: EgressPolicy
    let resolver: any Resolver
    let twilio: BaseURL

    func findings(for connection: Connection) async -> [Finding] {
        let subject = "connection \(connection.name)"
        var findings: [Finding] = []
        switch connection.sms.provider {
        case .gateway(let gateway): findings.append(await self.gateway(gateway.url, subject))
        case .twilio: findings.append(await twilioAccount(subject))
        case .incomplete: break  // one of the warnings below
        }
        findings += ConnectionRules.warnings(for: connection).map { .warn(subject, $0) }
        if connection.enabledClients.isEmpty {
            findings.append(
                .warn(
                    subject, "no client may use it",
                    mend: "Enable one: PATCH /api/v2/connections/\(connection.id)/clients"))
        }
        return findings
    }

    /// Only host and port are shown: a path may hold a secret.
    private func gateway(_ url: GatewayURL, _ subject: String) async -> Finding {
        let addresses: [IPAddress]
        switch url.host {
        case .address(let address): addresses = [address]
        case .name(let name):
            do throws(ResolverFailure) { addresses = try await resolver.addresses(of: name) } catch {
                return .fail(
                    subject, "the gateway's name \(name) cannot be resolved (\(error.code))",
                    mend: "Correct options.gateway_url, or this machine's resolver.")
            }
        }
        for address in addresses {
            guard case .refused(let reason) = egress.verdict(on: address, port: url.port) else { continue }
            return .fail(
                subject, "the gateway \(url.authority) leads to \(address), where gateways may not be. \(reason)",
                mend:
                    "If that is your gateway, put its network into egress_allow; the server's own address stays refused."
            )
        }
        let places = addresses.map(\.description).joined(separator: ", ")
        let isLocal = GatewayPlace.isLoopback(addresses)
        guard url.scheme == .https || isLocal else {
            return .warn(
                subject,
                "it sends through \(url.authority) (\(places)) over plain HTTP: codes can be read on their way",
                mend: "Give the gateway TLS, and an https URL.")
        }
        return .ok(subject, "it sends through \(url.authority) (\(places))")
    }

    private func twilioAccount(_ subject: String) async -> Finding {
        do throws(ResolverFailure) { _ = try await resolver.addresses(of: twilio.host) } catch {
            return .fail(
                subject, "it sends through Twilio, and \(twilio.host) cannot be resolved (\(error.code))",
                mend: "Correct this machine's resolver, or twilio_url.")
        }
        return .ok(subject, "it sends through Twilio, with credentials")
    }
}

/// Where a gateway is.
private enum GatewayPlace {
    private static let loopback = ["127.0.0.0/8", "::1/128"].compactMap { IPNetwork($0) }

    static func isLoopback(_ addresses: [IPAddress]) -> Bool {
        addresses.allSatisfy { address in loopback.contains { $0.contains(address) } }
    }
}
