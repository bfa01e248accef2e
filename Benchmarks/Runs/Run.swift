import AsyncHTTPClient
import Foundation
import NIOPosix

/// The whole run: the rounds, then starts on the store they left behind, then the slow gateway.
struct Run: Sendable {
    let options: Options
    /// Where store and logs go; removed at the end of a run that went well.
    private let folder: String
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init(_ options: Options) throws {
        self.options = options
        folder = NSTemporaryDirectory() + "watchword-bench-\(getpid())"
        guard FileManager.default.isExecutableFile(atPath: options.server) else {
            throw RunFailure("there is no program \(options.server); scripts/bench builds it")
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func perform() async throws -> Results {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let results = try await perform(client)
            try await client.shutdown()
            try FileManager.default.removeItem(atPath: folder)
            return results
        } catch {
            Child.stopAll()
            try await client.shutdown()
            removeStores()
            throw error
        }
    }

    private func perform(_ client: HTTPClient) async throws -> Results {
        let gateway = try await GatewayServer(port: FreePort.find(), delay: .zero, group: group)
        progress("starting the server and the bare relay")
        let (database, network) = try await slowedDatabase()
        let servers = try Servers(options, folder: folder, database: database)
        var watchword = try await servers.start()
        let bare = try await BareServer.start(gateway: gateway.url, folder: folder)
        let management = try await Management(servers, client: client)
        let clientID = try await management.makeClient(on: management.send(through: gateway.url))
        // Until the other nodes know what one was told.
        if options.nodes > 1 { try await Task.sleep(for: .milliseconds(1_500)) }

        var filling: Filling?
        if options.users > 0 {
            try await watchword.stop()
            filling = try await fill(servers)
            watchword = try await servers.start()
        }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let stage = Rounds.Stage(
            watchword: watchword, bare: bare, helpers: [network].compactMap(\.self), book: gateway.book,
            clientID: clientID, token: management.token,
            loginCallers: Callers(
                prefix: 8_190,
                numbers: options.users > 0 ? max(100_000, options.users) : Rounds.people,
                isScattered: options.users > 0))
        let rounds = Rounds(options: options, group: group, stage: stage)
        let outcome = try await rounds.run(signatures: Signatures(threads: cores))
        let pages = try await self.pages(on: stage, after: outcome)
        let profile = try await self.profile(on: stage, after: outcome)
        try await bare.stop()
        try await watchword.stop()

        let restarted = try await Restarts(options: options, servers: servers).run()
        let storeBytes = servers.storeBytes
        var holds: Results.Holds?
        if options.holds, options.nodes == 1 {
            holds = try await SlowGateway(options: options, group: group, folder: folder)
                .run(restarted.target, management: management, clientID: clientID)
        }
        try await restarted.target.stop()
        try await network?.stop()
        return Results(
            machine: Machine(
                cores: cores, processor: ProcFiles.processorModel, memory: ProcFiles.memory,
                system: ProcFiles.system, descriptors: DescriptorLimit.current, buildIsRelease: Run.isRelease),
            options: options, rounds: outcome, tokens: gateway.book.tokens, startups: Spread(restarted.seconds),
            idleBytes: restarted.idleBytes, storeBytes: storeBytes, pages: pages, profile: profile, holds: holds,
            filling: filling,
            log: ServerLog.summary(of: restarted.target.nodes.map(\.log)))
    }

    /// Puts the users into the store, by a way that is not slowed down.
    private func fill(_ servers: Servers) async throws -> Filling {
        progress("filling in \(options.users) users")
        let population = Population(users: options.users)
        let filling =
            if let url = options.database {
                try await population.fill(database: url, folder: folder)
            } else {
                try await population.fill(file: servers.nodes[0].file, folder: folder)
            }
        if let leftOut = filling.leftOut { progress(leftOut) }
        return filling
    }

    /// The URL that the servers use, and the process that makes the way there longer.
    private func slowedDatabase() async throws -> (url: String?, network: Child?) {
        guard let url = options.database, options.databaseDelay > 0 else { return (options.database, nil) }
        guard let target = DatabaseURL.port(of: url) else { throw RunFailure("the database's URL cannot be read") }
        let port = try FreePort.find()
        let microseconds = Int((options.databaseDelay * 1_000).rounded())
        let child = try Child(
            "network", program: Run.program, arguments: ["delay", "\(port)", "\(target)", "\(microseconds)"],
            folder: folder)
        try await child.waitUntilListening(port: port)
        return (try DatabaseURL.moved(url, to: port), child)
    }

    /// The login page beside the logins whose rate the rounds measured.
    private func pages(on stage: Rounds.Stage, after rounds: Rounds.Outcome) async throws -> [PageRun.Outcome] {
        guard options.pageViews, let logins = rounds.rows.first(where: { $0.name == "c" }) else { return [] }
        let run = PageRun(
            options: options, group: group, stage: stage, mostLogins: logins.operationsPerSecond.median)
        return try await run.run()
    }

    /// Where HTTP is compared with, a login is looked into.
    private func profile(on stage: Rounds.Stage, after rounds: Rounds.Outcome) async throws -> LoginProfile? {
        guard ["a0", "c"].allSatisfy({ name in rounds.rows.contains { $0.name == name } }) else { return nil }
        return try await ProfileRun(options: options, group: group, stage: stage, folder: folder).run()
    }

    /// When the run is broken off nothing stays.
    func removeAll() { try? FileManager.default.removeItem(atPath: folder) }

    /// After a failure the logs stay, and what may be large goes.
    private func removeStores() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where !name.hasSuffix(".log") {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    /// This program, for the roles.
    static let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""

    private static var isRelease: Bool {
        #if DEBUG
            false
        #else
            true
        #endif
    }
}
