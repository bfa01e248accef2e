import AsyncHTTPClient
import Identity
import NIOCore

/// privacyIDEA as it is installed, which is on SQLite, and on PostgreSQL; with the PIN that a token has by default, and without.
struct PrivacyIDEAContestants: Sendable {
    let options: PeersOptions
    let processes: PeerProcesses
    let databases: PeerDatabases
    let gateway: GatewayServer
    let client: HTTPClient

    static let connections = 8
    private static let threads = 2
    private static let pin = "pin-of-the-benchmark"
    private static let password = "password-of-the-benchmark"

    private struct Engine {
        let name: String
        let title: String
        let database: String
    }

    /// Starts those that are wanted; the engines are set up side by side, for that takes a minute.
    func start() async throws -> [Contestant] {
        let engines = [
            Engine(name: "sqlite", title: "SQLite", database: "sqlite:///\(processes.folder)/privacyidea-sqlite/pi.db"),
            Engine(
                name: "postgresql", title: "PostgreSQL",
                database: try databases.url(of: "privacyidea", scheme: "postgresql+psycopg")),
        ].filter { options.wants("privacyidea-pin-\($0.name)") || options.wants("privacyidea-\($0.name)") }
        if !engines.isEmpty { progress("setting up privacyIDEA with \(options.users) tokens: a minute or two") }
        return try await withThrowingTaskGroup(of: [Contestant].self) { group in
            for engine in engines { group.addTask { try await start(engine) } }
            return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.name > $1.name }
        }
    }

    private func start(_ engine: Engine) async throws -> [Contestant] {
        let name = "privacyidea-\(engine.name)"
        let folder = "\(processes.folder)/\(name)"
        let environment = [
            "PEER_FOLDER": folder, "PEER_DATABASE": engine.database,
            "PRIVACYIDEA_CONFIGFILE": "\(PeerProcesses.sources)/privacyidea/pi.cfg",
        ]
        try processes.makeFolder(folder)
        try await processes.setUp(
            "privacyidea", name: "\(name)-setup",
            arguments: [
                gateway.url, "\(Phones.first)", "\(options.users)", PrivacyIDEAContestants.pin,
                PrivacyIDEAContestants.password,
            ], environment: environment)
        let (child, port) = try processes.gunicorn(
            name, of: "privacyidea", application: "server:application", threads: PrivacyIDEAContestants.threads,
            environment: environment)
        try await child.waitUntilReady(port: port, path: "/healthz/livez")
        let target = Target([child], port: port)
        let token = try await logIn(port: port)
        return [
            contestant(
                "privacyidea-pin-\(engine.name)", .privacyIDEA, engine, target, .pin(PrivacyIDEAContestants.pin)),
            contestant(name, .privacyIDEAWithoutPIN, engine, target, .application(token: token)),
        ].filter { options.wants($0.name) }
    }

    private func contestant(
        _ name: String, _ product: Contestant.Product, _ engine: Engine, _ target: Target,
        _ beginning: PrivacyIDEAScript.Beginning
    ) -> Contestant {
        let (book, signatures, phones) = (gateway.book, SignaturesSeen(), Phones(count: options.users))
        // Each of the two calls leaves one signed line in the audit log.
        return Contestant(
            name: name, product: product, setup: engine.title, target: target,
            connections: PrivacyIDEAContestants.connections, signatures: signatures, storedSignatures: 2,
            isSlow: product == .privacyIDEA
        ) {
            PrivacyIDEAScript(beginning, phones: phones, book: book, signatures: signatures)
        }
    }

    /// The administrator's token, good for an hour, with which an application may start challenges.
    private func logIn(port: Int) async throws -> String {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/auth")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        let body: JSON = ["username": "admin", "password": .string(PrivacyIDEAContestants.password)]
        request.body = .bytes(ByteBuffer(bytes: body.serialized()))
        let response = try await client.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 1_048_576)
        let answer = try? JSON.parse(bytes.readableBytesView)
        guard let token = answer?.object?["result"]?.object?["value"]?.object?["token"]?.string else {
            throw RunFailure("privacyIDEA's administrator cannot log in: \(response.status.code)")
        }
        return token
    }
}
