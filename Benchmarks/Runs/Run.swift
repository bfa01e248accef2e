import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// The whole run: the rounds, then starts on the store they left behind, then the slow gateway.
struct Run {
    let options: Options
    /// Where store and logs go; removed at the end of a run that went well.
    private let folder: String
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let server: WatchwordServer

    init(_ options: Options) throws {
        self.options = options
        folder = NSTemporaryDirectory() + "watchword-bench-\(getpid())"
        guard FileManager.default.isExecutableFile(atPath: options.server) else {
            throw RunFailure("there is no program \(options.server); scripts/bench builds it")
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        server = WatchwordServer(
            program: options.server, folder: folder, port: try FreePort.find(), database: options.database,
            maxInFlight: options.maxInFlight)
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
            throw error
        }
    }

    private func perform(_ client: HTTPClient) async throws -> Results {
        let gateway = try await GatewayServer(port: FreePort.find(), delay: .zero, group: group)
        progress("starting the server and the bare relay")
        let watchword = try await server.start().child
        let (bare, barePort) = try await startBare(gateway: gateway.url)
        let management = try await Management(server, client: client)
        let clientID = try await management.makeClient(on: management.send(through: gateway.url))

        let cores = ProcessInfo.processInfo.activeProcessorCount
        let stage = Rounds.Stage(
            watchword: watchword, watchwordPort: server.port, bare: bare, barePort: barePort, book: gateway.book,
            clientID: clientID, token: management.token)
        let rounds = Rounds(options: options, group: group, stage: stage)
        let outcome = try await rounds.run(signatures: Signatures(threads: cores))
        let pages = try await self.pages(on: stage, after: outcome)
        try await bare.stop()
        try await watchword.stop()

        let (restarted, startups, idle) = try await restarts()
        let storeBytes = size(of: "\(folder)/data")
        var holds: Results.Holds?
        if options.holds { holds = try await hold(restarted, management: management, clientID: clientID) }
        try await restarted.stop()
        return Results(
            machine: Machine(
                cores: cores, processor: ProcFiles.processorModel, descriptors: DescriptorLimit.current,
                buildIsRelease: Run.isRelease),
            options: options, rounds: outcome, tokens: gateway.book.tokens, startups: Spread(startups),
            idleBytes: idle, storeBytes: storeBytes, pages: pages, holds: holds,
            log: ServerLog.summary(of: restarted.log))
    }

    /// The login page beside the logins whose rate the rounds measured.
    private func pages(on stage: Rounds.Stage, after rounds: Rounds.Outcome) async throws -> [PageRun.Outcome] {
        guard let logins = rounds.rows.first(where: { $0.name == "c" }) else { return [] }
        let run = PageRun(
            options: options, group: group, stage: stage, mostLogins: logins.operationsPerSecond.median)
        return try await run.run()
    }

    private func startBare(gateway: String) async throws -> (Child, port: Int) {
        let port = try FreePort.find()
        let child = try Child("bare", program: Run.program, arguments: ["bare", "\(port)", gateway], folder: folder)
        try await child.waitUntilReady(port: port, path: "/healthz")
        return (child, port)
    }

    /// Starts the server on the store that is there, as often as there are rounds; the last one stays.
    private func restarts() async throws -> (Child, seconds: [Double], idleBytes: Int) {
        var seconds: [Double] = []
        while true {
            let (child, time) = try await server.start()
            seconds.append(time.inSeconds)
            progress("ready after \((time.inSeconds * 1_000).short) ms")
            guard seconds.count >= options.rounds else {
                try await child.stop()
                continue
            }
            try await Task.sleep(for: .seconds(2))
            return (child, seconds, child.figures.residentBytes)
        }
    }

    /// The same number of starts in flight through the bare relay and through the server, then more than the server has room for.
    private func hold(_ watchword: Child, management: Management, clientID: String) async throws -> Results.Holds {
        let port = try FreePort.find()
        let gateway = try Child(
            "gateway", program: Run.program, arguments: ["gateway", "\(port)", "\(Int(options.delay * 1_000))"],
            folder: folder)
        let url = "http://127.0.0.1:\(port)/sms"
        let (bare, barePort) = try await startBare(gateway: url)
        try await management.send(through: url)
        let callers = Callers(prefix: 3_360, numbers: 1_000_000)
        let hold = Hold(group: group, count: options.inFlight, rate: options.launchRate, delay: options.delay)

        progress("\(options.inFlight) in flight through the bare relay")
        let bareOutcome = try await hold.run(against: bare, port: barePort, others: ["/healthz"]) {
            StartScript.call("/relay", clientID: clientID, callers.next())
        }
        try await bare.stop()
        progress("\(options.inFlight) in flight through the server")
        let others = ["/healthz", "/.well-known/jwks.json"]
        let start: @Sendable () -> ByteBuffer = {
            StartScript.call("/passwordless/start", clientID: clientID, callers.next())
        }
        let outcome = try await hold.run(against: watchword, port: server.port, others: others, call: start)
        let room = min(options.maxInFlight ?? 10_000, DescriptorLimit.current / 2)
        var crowd = hold
        crowd.extra = max(0, room - options.inFlight) + 500
        progress("\(crowd.extra) more on top, which is more than there is room for")
        let beyond = try await crowd.run(against: watchword, port: server.port, others: others, call: start)
        try await gateway.stop()
        return Results.Holds(bare: bareOutcome, watchword: outcome, beyond: beyond, delay: options.delay)
    }

    private func size(of folder: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }

    /// This program, for the roles.
    private static let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""

    private static var isRelease: Bool {
        #if DEBUG
            false
        #else
            true
        #endif
    }
}
