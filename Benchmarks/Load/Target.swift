/// Who answers on a port of loopback, and whose processor time that costs.
struct Target: Sendable {
    /// The servers: one, or several behind a balancer.
    let nodes: [Child]
    /// Where clients call.
    let port: Int
    var balancer: Child?
    var database: PostgreSQLProcesses?

    init(_ nodes: [Child], port: Int, balancer: Child? = nil, database: PostgreSQLProcesses? = nil) {
        self.nodes = nodes
        self.port = port
        self.balancer = balancer
        self.database = database
    }

    func checkRunning() throws(RunFailure) {
        for child in nodes + [balancer].compactMap(\.self) where !child.isRunning {
            throw RunFailure("\(child.name) ended: see \(child.log)")
        }
    }

    /// Memory that the nodes hold now, in bytes.
    var residentBytes: Int { nodes.reduce(0) { $0 + $1.figures.residentBytes } }
    /// How many files and sockets the nodes hold open.
    var descriptors: Int { nodes.reduce(0) { $0 + $1.descriptors } }

    func clearPeaks() {
        for node in nodes { ProcessFigures.clearPeak(of: node.pid) }
    }

    func stop() async throws {
        try await balancer?.stop()
        for node in nodes { try await node.stop() }
    }
}
