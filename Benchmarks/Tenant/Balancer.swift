import Foundation

/// Debian's haproxy before several nodes, set up as documented.
struct Balancer: Sendable {
    let folder: String
    let port: Int

    private static let program = "/usr/sbin/haproxy"

    /// Starts it and waits until it passes calls on.
    func start(nodes ports: [Int]) async throws -> Child {
        guard FileManager.default.isExecutableFile(atPath: Balancer.program) else {
            throw RunFailure(
                "there is no \(Balancer.program): install Debian's haproxy, or run scripts/bootstrap bench")
        }
        let file = "\(folder)/haproxy.cfg"
        try Data(configuration(ports).utf8).write(to: URL(fileURLWithPath: file))
        let child = try Child("haproxy", program: Balancer.program, arguments: ["-db", "-f", file], folder: folder)
        try await child.waitUntilReady(port: port, path: "/readyz")
        return child
    }

    /// What docs/haproxy.cfg says, on loopback and without TLS. An address that a caller brings stays, because the driver plays
    /// many: that is `if-none`.
    private func configuration(_ ports: [Int]) throws -> String {
        let documented = try String(contentsOfFile: Balancer.documented, encoding: .utf8)
        let lines = documented.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            let words = line.split(separator: " ")
            return switch words.first {
            case "bind": "    bind 127.0.0.1:\(port)"
            case "server": nil
            default: words == ["option", "forwardfor"] ? "\(line) if-none" : String(line)
            }
        }
        let servers = ports.enumerated().map { place, port in "    server node\(place + 1) 127.0.0.1:\(port)" }
        let head = """
            global
                maxconn 4000
            defaults
                mode http
                timeout connect 5s
                timeout client 75s
                timeout server 40s

            """
        return head + (lines + servers).joined(separator: "\n") + "\n"
    }

    /// From the project's folder, where the benchmark runs.
    private static let documented = "docs/haproxy.cfg"
}
