import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Identity
import Logging
import NIOCore
import NIOSSL
import SMS
import ServiceLifecycle
import Signing
import Storage
import UnixSignals
import Web

/// The one place where things are made: settings → store and providers → rules → doors → services.
struct Assembly {
    let issuer: Issuer
    let port: Int
    /// The first client, when this start wrote it down.
    let madeClient: PrepareTenant.AdminClient?

    private let settings: Settings
    private let store: SQLStore
    private let signer: SigningThreads
    private let providers: SMSProviders
    private let readiness: Readiness
    private let services: [any Service]
    private let logger: Logger

    /// Opens the store, prepares the tenant and puts everything together; nothing listens yet.
    ///
    /// - Parameter onListening: called once the server accepts calls.
    init(
        settings: Settings, masterKey: MasterKey, logger: Logger,
        onListening: @escaping @Sendable () -> Void = {}
    ) async throws {
        let clock = SystemClock()
        let random = SystemRandom()
        let vault = Vault(masterKey)
        let folder = settings.storage.folder
        let place = settings.storage.place
        let port = try FreePort.resolve(settings.listen.port, host: settings.listen.host)
        let issuer = Issuer(url: settings.listen.issuer(port: port).description)
        let budget = DescriptorBudget()

        let store: SQLStore
        do { store = try await SQLStore.open(place, vault: vault, clock: clock, logger: logger) } catch {
            throw StartProblem.store(error, in: place)
        }
        let configuration: ConfigurationCache
        do throws(PrepareTenant.Failure) {
            madeClient = try await Assembly.prepare(settings, store, clock, random, issuer, logger)
            do { configuration = try await ConfigurationCache(store: store, clock: clock) } catch {
                throw .store(error)
            }
        } catch {
            await store.close()
            throw StartProblem.tenant(error, in: place)
        }
        if let madeClient {
            try AdminFile.write(madeClient, issuer: issuer, folder: folder, logger: logger)
            do { try await PrepareTenant.clientIsWrittenDown(in: store) } catch {
                throw StartProblem.store(error, in: place)
            }
        }

        let operationsPort = try settings.operations.port.map { given throws(StartProblem) in
            try FreePort.resolve(given, host: settings.operations.host)
        }
        let operations = Operations(settings.operations, port: operationsPort, random: random, logger: logger)
        operations.watch(budget)
        let watchedStore = operations.watch(store)
        let signer = settings.keys.makeSigner(for: configuration.current.keys.current, logger: logger)
        let providers = try Assembly.providers(
            settings, ports: [port] + [operationsPort].compactMap { $0 }, clock: clock, random: random, logger: logger)
        let abuse = AbusePolicy(
            .init(
                startsPerAddressPerHour: settings.limits.startsPerAddressPerHour,
                sendsPerNumberPerHour: settings.limits.sendsPerNumberPerHour,
                sendsPerNumberPerDay: settings.limits.sendsPerNumberPerDay))
        let start = StartLogin(
            store: watchedStore,
            provider: operations.watch(
                BudgetedProvider(provider: providers, budget: budget), limit: settings.gateway.maxInFlight),
            abuse: abuse, vault: vault, clock: clock, random: random, watch: operations.logins)
        let verify = VerifyLoginCode(
            store: watchedStore, vault: vault, clock: clock, random: random, watch: operations.logins)
        let tokens = TokenIssuer(issuer: issuer, vault: vault, signer: operations.watch(signer), random: random)
        let grants = GrantIngredients(
            store: watchedStore, configuration: configuration, verify: verify, tokens: tokens, issuer: issuer,
            vault: vault,
            clock: clock, random: random)
        let authenticate = AuthenticateClient(
            configuration: configuration, store: watchedStore, issuer: issuer, clock: clock)
        let readiness = Readiness()
        var web = WebServices(
            authorization: AuthorizationIngredients(grants: grants, start: start, issuer: issuer),
            exchange: ExchangeToken(grants: Grants.all(grants), authenticate: authenticate, store: watchedStore),
            authenticate: authenticate, directory: LibPhoneDirectory(),
            proxies: TrustedProxies(settings.listen.trustedProxies), readiness: readiness,
            managementLimit: settings.limits.managementRatePerSecond.map { ManagementRateLimit(perSecond: $0) },
            tokenLimit: settings.limits.tokenRatePerSecond.map { AddressRateLimit(perSecond: $0) })
        operations.watch(&web)
        let router = try Routes.router(web)
        let certificates = try Assembly.certificates(settings, logger)
        let server = try Assembly.server(
            settings, port: port, router: router, certificates: certificates, budget: budget, logger: logger
        ) {
            readiness.start()
            logger.notice(
                "listening",
                metadata: ["issuer": "\(issuer.url)", "host": "\(settings.listen.host)", "port": "\(port)"])
            onListening()
        }
        let sweep = SweepExpired(
            store: store, clock: clock, eventLife: .seconds(86_400 * settings.storage.logRetentionDays))
        // What is first here ends last: traces and metrics tell of the stop, too.
        var services =
            operations.services + [
                ConfigurationRefresh(configuration: configuration, logger: logger),
                ExpirySweeper(sweep: sweep, metrics: SweepMetrics(operations.factory), clock: clock, logger: logger),
            ]
        if let certificates { services.append(certificates) }
        services.append(server)

        self.issuer = issuer
        self.port = port
        self.settings = settings
        self.store = store
        self.signer = signer
        self.providers = providers
        self.readiness = readiness
        self.services = services
        self.logger = logger
    }

    /// Serves until a signal or a failure; returns when everything is put away.
    ///
    /// The first SIGTERM or SIGINT begins a graceful stop, a second one ends the program at once.
    func run(beside others: [any Service] = []) async throws {
        var all = others.map {
            ServiceGroupConfiguration.ServiceConfiguration(
                service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
        }
        all += services.map { .init(service: $0) }
        var configuration = ServiceGroupConfiguration(services: all, logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.gateway.timeout + .seconds(5)
        let group = ServiceGroup(configuration: configuration)
        let signals = StopSignals(readiness: readiness, delay: settings.listen.stopDelay, logger: logger) {
            await group.triggerGracefulShutdown()
        }
        let watch = Task { await signals.watch() }
        let result: Result<Void, any Error>
        do { result = .success(try await group.run()) } catch { result = .failure(error) }
        watch.cancel()
        readiness.stop()
        await providers.shutdown()
        await store.close()
        signer.stop()
        logger.notice("stopped")
        do { try result.get() } catch let error as IOError {
            throw StartProblem.port(host: settings.listen.host, port: port, reason: "\(error)")
        }
    }

    private static func prepare(
        _ settings: Settings, _ store: SQLStore, _ clock: SystemClock, _ random: SystemRandom, _ issuer: Issuer,
        _ logger: Logger
    ) async throws(PrepareTenant.Failure) -> PrepareTenant.AdminClient? {
        let outcome = try await PrepareTenant(store: store, clock: clock, random: random, issuer: issuer).prepare(
            admin: settings.admin.client.map { .init(id: $0.id, secret: $0.secret) })
        if let former = outcome.formerAudience {
            logger.notice(
                "the Management API follows the issuer",
                metadata: ["was": "\(former)", "is": "\(issuer.managementAudience)"])
        }
        return outcome.madeClient
    }

    private static func providers(
        _ settings: Settings, ports: [Int], clock: SystemClock, random: SystemRandom, logger: Logger
    ) throws -> SMSProviders {
        SMSProviders(
            SMSConfiguration(
                egress: settings.egressPolicy(ports: ports), deadline: settings.gateway.timeout,
                twilio: try GatewayURL(settings.gateway.twilioURL.description),
                maximumInFlight: settings.gateway.maxInFlight,
                trustedCertificateFiles: try Assembly.trustedCertificates(settings)),
            clock: clock, random: random, resolver: SystemResolver(), logger: logger)
    }

    /// The file of further authorities, looked at once so that a mistake in it stops the start and not the first message.
    private static func trustedCertificates(_ settings: Settings) throws -> [String] {
        guard let path = settings.gateway.trustedCertificates else { return [] }
        guard let found = try? NIOSSLCertificate.fromPEMFile(path), !found.isEmpty else {
            throw StartProblem.tls("gateway_ca_file \(path) is not a PEM file with certificates")
        }
        return [path]
    }

    private static func certificates(_ settings: Settings, _ logger: Logger) throws -> CertificateFiles? {
        guard let tls = settings.listen.tls else { return nil }
        do throws(CertificateFiles.Problem) {
            return try CertificateFiles(certificate: tls.certificate, key: tls.key, logger: logger)
        } catch { throw StartProblem.tls(error.description) }
    }

    private static func server(
        _ settings: Settings, port: Int, router: Router<WebContext>, certificates: CertificateFiles?,
        budget: DescriptorBudget, logger: Logger, onListening: @escaping @Sendable () -> Void
    ) throws -> some Service {
        let http = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(75)))
        return Application(
            router: router,
            server: try certificates.map { try .tls(http, tlsConfiguration: $0.configuration()) } ?? http,
            configuration: .init(
                address: .hostname(settings.listen.host, port: port), backlog: 4_096,
                availableConnectionsDelegate: DescriptorBudget.Callers(budget: budget)),
            onServerRunning: { _ in onListening() }, logger: logger)
    }
}
