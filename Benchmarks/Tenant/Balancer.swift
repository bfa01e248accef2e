import Foundation

/// Debian's haproxy before several nodes, set up as docs/scaling.md says, but on loopback and without TLS.
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

    /// An address that a caller brings stays, because the driver plays many: that is `if-none`.
    private func configuration(_ ports: [Int]) -> String {
        let servers = ports.enumerated().map { place, port in
            "    server node\(place + 1) 127.0.0.1:\(port) check inter 1s fall 2 rise 1\n"
        }
        return """
            global
                maxconn 4000
            defaults
                mode http
                timeout connect 5s
                timeout client 75s
                timeout server 40s
            frontend login
                bind 127.0.0.1:\(port)
                option forwardfor if-none
                default_backend watchword
            backend watchword
                balance leastconn
                option httpchk GET /readyz
                option redispatch
                retries 2
                retry-on conn-failure

            """ + servers.joined()
    }
}
