import AsyncHTTPClient
import NIOPosix

/// Watchword on a file and on PostgreSQL: everything as by default, and the limits on.
///
/// A number may ask for ten codes an hour, so there must be many more numbers than the peers have, whose limits are off. Each
/// has logged in once before anything is measured, so that nobody signs up meanwhile.
struct WatchwordContestants: Sendable {
    let options: PeersOptions
    let processes: PeerProcesses
    let gateway: GatewayServer
    let group: MultiThreadedEventLoopGroup
    let client: HTTPClient

    static let connections = 64
    /// More than the server can do on such a machine.
    private static let mostPerSecond = 3_000.0
    /// Nine logins a number, of which one is made before.
    private var numbers: Int {
        let logins = WatchwordContestants.mostPerSecond * Double(options.rounds) * (options.seconds + options.warmUp)
        return max(options.users, Int(logins / 8))
    }

    /// Starts it on one of the stores.
    /// - Parameter database: the URL of an empty PostgreSQL database; nil is a file.
    func start(_ name: String, database: String?, prefix: Int) async throws -> Contestant {
        progress("starting \(name) and letting \(numbers) people sign up")
        var plain = try Options(["--server", options.server])
        plain.database = database
        let own = "\(processes.folder)/\(name)"
        try processes.makeFolder(own)
        let servers = try Servers(plain, folder: own, database: database)
        let target = try await servers.start()
        let management = try await Management(servers, client: client)
        let clientID = try await management.makeClient(on: management.send(through: gateway.url))
        let callers = Callers(prefix: prefix, first: 20_000_000, numbers: numbers)
        let (book, signatures) = (gateway.book, SignatureCount())
        let script: @Sendable () -> any Script = {
            LoginScript(clientID: clientID, callers: callers, book: book, signatures: signatures)
        }
        try await signUp(target, script: script)
        return Contestant(
            name: name, product: .watchword, setup: database == nil ? "SQLite" : "PostgreSQL", target: target,
            connections: WatchwordContestants.connections, signatures: SignaturesSeen(known: signatures.perLogin),
            script: script)
    }

    private func signUp(_ target: Target, script: @escaping @Sendable () -> any Script) async throws {
        let load = Load(group: group, connections: WatchwordContestants.connections, seconds: 1, warmUp: 0)
        var count = 0
        for _ in 0..<300 where count < numbers {
            let round = try await load.round(against: target, idle: [], script: script)
            if let (reason, _) = round.count.failures.first { throw RunFailure("nobody can sign up: \(reason)") }
            count += round.count.operations
        }
    }
}
