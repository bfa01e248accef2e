import Foundation

/// One node of the server under test: how it is started, on which store.
struct WatchwordServer: Sendable {
    let name: String
    let program: String
    let folder: String
    let port: Int
    /// Where clients call, which is the balancer's port where there is one.
    let publicPort: Int
    /// The URL of a PostgreSQL for the store; nil is a file.
    let database: String?
    /// `max_in_flight`, where it is not the default.
    let maxInFlight: Int?

    static let adminID = "bench-admin"
    static let adminSecret = "a-secret-for-the-benchmark-of-32-characters-or-more"

    /// The store, where it is a file.
    var file: String { "\(data)/watchword.db" }
    private var data: String { "\(folder)/\(name)" }
    /// What the node's files take, in bytes.
    var dataBytes: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: data)) ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(data)/\(name)")
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }

    /// Everything as by default but for what a benchmark on one machine needs; the limits are on.
    private var environment: [String: String] {
        var environment = [
            "WATCHWORD_HOST": "127.0.0.1", "WATCHWORD_PORT": "\(port)",
            "WATCHWORD_ISSUER": "http://127.0.0.1:\(publicPort)/",
            "WATCHWORD_DATA": data,
            "WATCHWORD_MASTER_KEY": Data(repeating: 7, count: 32).base64EncodedString(),
            "WATCHWORD_ADMIN_CLIENT_ID": WatchwordServer.adminID,
            "WATCHWORD_ADMIN_CLIENT_SECRET": WatchwordServer.adminSecret,
            "WATCHWORD_EGRESS_ALLOW": "127.0.0.0/8", "WATCHWORD_TRUSTED_PROXIES": "127.0.0.1/32",
            "WATCHWORD_LOG_LEVEL": "warning",
        ]
        environment["WATCHWORD_DATABASE_URL"] = database
        environment["WATCHWORD_MAX_IN_FLIGHT"] = maxInFlight.map { "\($0)" }
        return environment
    }

    /// Starts the server and waits until it is ready.
    func start() async throws -> (child: Child, readyAfter: Duration) {
        let clock = ContinuousClock()
        let start = clock.now
        let child = try Child(
            name, program: program, arguments: ["serve"], environment: environment, folder: folder)
        try await child.waitUntilReady(port: port, path: "/readyz")
        return (child, clock.now - start)
    }
}

extension Child {
    /// Waits until the process answers 200 on a path, at most 30 s; looks every 2 ms.
    func waitUntilReady(port: Int, path: String) async throws {
        for _ in 0..<15_000 {
            guard isRunning else { break }
            if BlockingClient(port: port).get(path) == 200 { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw RunFailure("\(name) does not get ready: see \(log)")
    }

    /// Waits until the process listens, at most 30 s.
    func waitUntilListening(port: Int) async throws {
        for _ in 0..<15_000 {
            guard isRunning else { break }
            if BlockingClient(port: port).reaches { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw RunFailure("\(name) does not listen: see \(log)")
    }
}
