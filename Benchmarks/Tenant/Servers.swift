import Foundation

/// All servers of a run: one, or several on one database behind a balancer, which callers take for one.
struct Servers: Sendable {
    let nodes: [WatchwordServer]
    /// Where clients call.
    let port: Int
    private let balancer: Balancer?
    private let database: PostgreSQLProcesses?

    /// - Parameter database: the URL that the servers use; nil is a file each.
    init(_ options: Options, folder: String, database: String?) throws {
        let ports = try (0..<options.nodes).map { _ in try FreePort.find() }
        let port = options.nodes == 1 ? ports[0] : try FreePort.find()
        self.port = port
        balancer = options.nodes == 1 ? nil : Balancer(folder: folder, port: port)
        self.database = options.database.flatMap(DatabaseURL.port).flatMap(PostgreSQLProcesses.init)
        nodes = ports.enumerated().map { place, own in
            WatchwordServer(
                name: options.nodes == 1 ? "watchword" : "watchword-\(place + 1)", program: options.server,
                folder: folder, port: own, publicPort: port, database: database, maxInFlight: options.maxInFlight)
        }
    }

    var url: String { "http://127.0.0.1:\(port)/" }

    /// Starts all of them and waits until they are ready.
    func start() async throws -> Target {
        var children: [Child] = []
        for node in nodes { children.append(try await node.start().child) }
        return Target(
            children, port: port, balancer: try await balancer?.start(nodes: nodes.map(\.port)), database: database)
    }

    /// What the store takes on the disk, in bytes.
    var storeBytes: Int { database?.storeBytes ?? nodes.reduce(0) { $0 + $1.dataBytes } }
}

/// A PostgreSQL's URL, as far as the driver looks into it.
enum DatabaseURL {
    static func port(of url: String) -> Int? {
        guard let parts = URLComponents(string: url) else { return nil }
        return parts.port ?? 5_432
    }

    /// The same database by way of another port of loopback.
    static func moved(_ url: String, to port: Int) throws -> String {
        guard var parts = URLComponents(string: url) else { throw RunFailure("the database's URL cannot be read") }
        (parts.host, parts.port) = ("127.0.0.1", port)
        guard let moved = parts.string else { throw RunFailure("the database's URL cannot be changed") }
        return moved
    }
}
