import Foundation

/// Starts what the peers are made of, each as its documentation says.
struct PeerProcesses: Sendable {
    /// Where data and logs go.
    let folder: String
    /// Where the virtual environments are.
    let environments: String

    static let sources = FileManager.default.currentDirectoryPath + "/Benchmarks/Peers"
    private static let cores = ProcessInfo.processInfo.activeProcessorCount

    /// Makes a folder that nobody else may look into.
    func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Where a peer's programs are.
    func programs(of peer: String) -> String { "\(environments)/\(peer)/bin" }

    /// Gunicorn with twice as many workers as cores and one more. Several run under one user here, so the control socket,
    /// whose path is the user's, is left out.
    func gunicorn(
        _ name: String, of peer: String, application: String, threads: Int?, environment: [String: String]
    ) throws -> (child: Child, port: Int) {
        let port = try FreePort.find()
        let kind = threads.map { ["-k", "gthread", "--threads", "\($0)"] } ?? ["-k", "sync"]
        let child = try Child(
            name, program: "\(programs(of: peer))/gunicorn",
            arguments: [
                "-c", "\(PeerProcesses.sources)/gunicorn.conf.py", "-b", "127.0.0.1:\(port)", "-w",
                "\(2 * PeerProcesses.cores + 1)", "--chdir",
                "\(PeerProcesses.sources)/\(peer)", "--keep-alive", "75", "--timeout", "60", "--graceful-timeout", "5",
                "--worker-tmp-dir", "/dev/shm", "--no-control-socket",
            ] + kind + [application],
            environment: environment.merging(PeerProcesses.common) { own, _ in own }, folder: folder)
        return (child, port)
    }

    /// Haproxy before workers that close each connection: it keeps its clients' connections, and lets calls wait their turn.
    func haproxy(_ name: String, before port: Int) throws -> (child: Child, port: Int) {
        let own = try FreePort.find()
        let file = "\(folder)/\(name).cfg"
        let text = """
            global
                maxconn 4000
            defaults
                mode http
                timeout connect 5s
                timeout client 75s
                timeout server 120s
                timeout queue 120s
            frontend app
                bind 127.0.0.1:\(own)
                default_backend gunicorn
            backend gunicorn
                option http-server-close
                server gunicorn 127.0.0.1:\(port)

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let child = try Child(name, program: "/usr/sbin/haproxy", arguments: ["-db", "-f", file], folder: folder)
        return (child, own)
    }

    /// The cache that Django's documentation recommends, of 64 MB.
    func memcached() throws -> (child: Child, port: Int) {
        let port = try FreePort.find()
        let child = try Child(
            "memcached", program: "/usr/bin/memcached",
            arguments: ["-l", "127.0.0.1", "-p", "\(port)", "-U", "0", "-u", "nobody", "-m", "64"], folder: folder)
        return (child, port)
    }

    /// Runs a peer's `setup`, whose last word is `ready`; ten minutes are enough for a thousand users.
    func setUp(_ peer: String, name: String, arguments: [String], environment: [String: String]) async throws {
        let child = try Child(
            name, program: "\(PeerProcesses.sources)/\(peer)/setup", arguments: [programs(of: peer)] + arguments,
            environment: environment.merging(PeerProcesses.common) { own, _ in own }, folder: folder)
        for _ in 0..<6_000 where child.isRunning { try await Task.sleep(for: .milliseconds(100)) }
        try await child.stop()
        guard ProcFiles.text(child.log).hasSuffix("ready\n") else {
            throw RunFailure("\(peer) could not be set up: see \(child.log)")
        }
    }

    private static let common = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ".",
        "PEER_SECRET": "a secret of sixty-four letters and digits, for a benchmark alone",
    ]
}
