import AsyncHTTPClient
import Foundation
import NIOPosix

/// Whole logins by SMS code on Watchword and on its peers, in turn, on one machine with one gateway and one driver.
struct PeersRun: Sendable {
    private let options: PeersOptions
    private let folder: String
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init(arguments: ArraySlice<String>) throws(UsageError) {
        options = try PeersOptions(arguments)
        folder = NSTemporaryDirectory() + "watchword-peers-\(getpid())"
    }

    func run() async throws {
        let watch = Child.endWithDriver()
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let results = try await measure(client)
            try await client.shutdown()
            try FileManager.default.removeItem(atPath: folder)
            print(PeersTable(results.json).plain)
            if let path = options.json {
                try Data(results.json.serialized() + [0x0A]).write(to: URL(fileURLWithPath: path))
            }
        } catch {
            Child.stopAll()
            try await client.shutdown()
            removeStores()
            throw error
        }
        withExtendedLifetime(watch) {}
    }

    private func measure(_ client: HTTPClient) async throws -> PeersResults {
        let gateway = try await GatewayServer(port: FreePort.find(), delay: .zero, group: group)
        var contestants = try await start(gateway, client)
        // Each worker of a Python server loads most of its program at its first call, which takes it seconds.
        for contestant in contestants {
            progress("warming up \(contestant.name)")
            _ = try await play(contestant)
            gateway.book.forget()
        }
        for number in 1...max(1, options.rounds) {
            for index in contestants.indices {
                progress("round \(number) of \(options.rounds): \(contestants[index].name)")
                contestants[index].rounds.append(try await play(contestants[index]))
                gateway.book.forget()
            }
        }
        Child.stopAll()
        return PeersResults(
            options: options, contestants: contestants, versions: PeersResults.installed(in: options.environments))
    }

    private func start(_ gateway: GatewayServer, _ client: HTTPClient) async throws -> [Contestant] {
        let processes = PeerProcesses(folder: folder, environments: options.environments)
        try processes.makeFolder(folder)
        let databases = try PeerDatabases(options.database)
        let watchword = WatchwordContestants(
            options: options, processes: processes, gateway: gateway, group: group, client: client)
        var contestants: [Contestant] = []
        if options.wants("watchword-sqlite") {
            contestants.append(try await watchword.start("watchword-sqlite", database: nil, prefix: 8_170))
        }
        if options.wants("watchword-postgresql") {
            let database = try databases.url(of: "watchword")
            contestants.append(try await watchword.start("watchword-postgresql", database: database, prefix: 8_180))
        }
        contestants += try await AllauthContestants(
            options: options, processes: processes, databases: databases, gateway: gateway
        ).start()
        contestants += try await PrivacyIDEAContestants(
            options: options, processes: processes, databases: databases, gateway: gateway, client: client
        ).start()
        guard !contestants.isEmpty else { throw RunFailure("--only names nothing that there is") }
        return contestants
    }

    /// After a failure the logs stay, and what may be large goes.
    private func removeStores() {
        for name in FileManager.default.subpaths(atPath: folder) ?? [] where !name.hasSuffix(".log") {
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
                try? FileManager.default.removeItem(atPath: path)
            }
        }
    }

    private func play(_ contestant: Contestant) async throws -> Round {
        let load = Load(
            group: group, connections: contestant.connections,
            seconds: contestant.isSlow ? options.slowSeconds : options.seconds,
            warmUp: contestant.isSlow ? options.slowWarmUp : options.warmUp)
        return try await load.round(against: contestant.target, idle: [], script: contestant.script)
    }
}
