import Foundation
import NIOPosix

/// One more round of logins, with `perf` looking at the servers: what it costs is in no other figure.
struct ProfileRun {
    private static let program = "/usr/bin/perf"
    private static let looksPerSecond = 997

    let options: Options
    let group: MultiThreadedEventLoopGroup
    let stage: Rounds.Stage
    let folder: String

    /// Nil where there is no perf, or it sees nothing.
    func run() async throws -> LoginProfile? {
        guard FileManager.default.isExecutableFile(atPath: ProfileRun.program) else { return nil }
        progress("logins once more, with perf looking")
        let data = "\(folder)/perf.data"
        let pids = stage.watchword.nodes.map { "\($0.pid)" }.joined(separator: ",")
        let recording = try perf(
            "record",
            [
                "-q", "-e", "cpu-clock", "-F", "\(ProfileRun.looksPerSecond)", "-g", "-p", pids, "-o", data, "--",
                "sleep",
                "\(options.warmUp + options.seconds)",
            ])
        let load = Load(
            group: group, connections: options.connections, seconds: options.seconds, warmUp: options.warmUp)
        _ = try await load.round(against: stage.watchword, idle: []) {
            LoginScript(
                clientID: stage.clientID, callers: stage.loginCallers, book: stage.book, signatures: SignatureCount())
        }
        stage.book.forget()
        try await end(recording)
        let script = try perf("script", ["-i", data, "-F", "comm,tid,ip,sym,dso"])
        try await end(script)
        let text = (try? Data(contentsOf: URL(fileURLWithPath: script.log))) ?? Data()
        for path in [data, script.log] { try? FileManager.default.removeItem(atPath: path) }
        return LoginProfile(PerfSamples(script: text))
    }

    private func perf(_ name: String, _ arguments: [String]) throws -> Child {
        try Child(
            "perf-\(name)", program: ProfileRun.program, arguments: [name] + arguments,
            environment: ["PATH": "/usr/bin:/bin"], folder: folder)
    }

    /// Waits until it has ended, at most two minutes.
    private func end(_ child: Child) async throws {
        for _ in 0..<12_000 where child.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        try await child.stop()
    }
}
