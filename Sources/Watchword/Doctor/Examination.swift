import Foundation
import Identity
import Logging
import SMS

/// The doctor's visit: every check, from the machine outwards, each finding told as soon as it is made.
struct Examination {
    let loaded: LoadedSettings
    let clock: any WallClock
    let resolver: any Resolver
    let logger: Logger
    let tell: (Finding) -> Void

    /// A message to send, when the operator asked for one.
    struct Request {
        let phone: PhoneNumber
        let connection: String
    }

    func run(sending request: Request?) async -> Diagnosis {
        var diagnosis = Diagnosis()
        func add(_ findings: [Finding]) {
            for finding in findings {
                tell(finding)
                diagnosis.add(finding)
            }
        }
        let settings = loaded.settings
        let folder = DataFolder(path: settings.storage.folder)
        add(SettingsChecks.findings(settings, warnings: loaded.warnings))
        add([
            OpenFiles.finding(limit: OpenFiles.hardLimit(), maxInFlight: settings.gateway.maxInFlight),
            MachineTime.finding(now: clock.now(), lastWrite: folder.lastWrite),
        ])
        if settings.storage.place.isFile { add(folder.findings()) }
        if let tls = settings.listen.tls { add([TLSChecks.finding(tls, now: clock.now(), logger: logger)]) }
        if let authorities = TLSChecks.authorities(settings.gateway.trustedCertificates) { add([authorities]) }

        let (storeFindings, content) = await store(folder)
        add(storeFindings)
        add(await port().findings(keyIDs: content?.keyIDs))
        let connections = content?.connections ?? []
        let checks = ConnectionChecks(egress: egress(), resolver: resolver, twilio: settings.gateway.twilioURL)
        for connection in connections { add(await checks.findings(for: connection)) }
        if let request { add([await send(request, connections)]) }
        return diagnosis
    }

    private func store(_ folder: DataFolder) async -> ([Finding], StoreCheckup.Content?) {
        guard let secret = loaded.settings.keys.masterKey, let masterKey = MasterKey(secret.exposed) else {
            return (
                [
                    .fail(
                        "master key", "there is none, and without one `serve` does not start",
                        mend: "`watchword keys master` makes one, WATCHWORD_MASTER_KEY_FILE names it.")
                ], nil
            )
        }
        let kept = folder.findingOfKey(secret) ?? .ok("master key", masterKey.id)
        let place = loaded.settings.storage.place
        guard folder.hasStore || !place.isFile else {
            return ([kept, .ok("store", "there is none yet; the first start makes it")], nil)
        }
        let (findings, content) = await StoreCheckup(
            place: place, masterKey: masterKey, admin: loaded.settings.admin.client, clock: clock,
            logger: logger
        ).examine()
        return ([kept] + findings, content)
    }

    private func port() -> PortCheck {
        let listen = loaded.settings.listen
        let issuer = listen.issuer(port: listen.port)
        return PortCheck(listen: listen, server: RunningServer(listen: listen, issuer: issuer))
    }

    /// The server's own rules.
    private func egress() -> EgressPolicy {
        loaded.settings.egressPolicy(
            ports: [loaded.settings.listen.port] + [loaded.settings.operations.port].compactMap { $0 })
    }

    private func send(_ request: Request, _ connections: [Connection]) async -> Finding {
        guard let connection = connections.first(where: { $0.name == request.connection }) else {
            return .fail("test message", "there is no connection \(request.connection) to send it through")
        }
        let gateway = loaded.settings.gateway
        guard let twilio = try? GatewayURL(gateway.twilioURL.description) else {
            return .fail("test message", "twilio_url cannot be called", mend: "Correct it.")
        }
        let providers = SMSProviders(
            SMSConfiguration(
                egress: egress(), deadline: gateway.timeout, twilio: twilio, maximumInFlight: 1,
                trustedCertificateFiles: gateway.trustedCertificates.map { [$0] } ?? []),
            clock: clock, random: SystemRandom(), resolver: resolver, logger: logger)
        let start = ContinuousClock.now
        let finding = await TestMessage(
            provider: providers, random: SystemRandom(), elapsed: { start.duration(to: .now) }
        ).send(to: request.phone, through: connection)
        await providers.shutdown()
        return finding
    }
}
