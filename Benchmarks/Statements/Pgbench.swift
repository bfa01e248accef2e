import Foundation
import Glibc

/// PostgreSQL's own load driver, on the recorded logins of known and of new numbers, as many of the one as of the
/// other.
struct Pgbench: Sendable {
    let folder: String
    let connections: Int
    /// What the server sets for its sessions.
    let sessionOptions: String
    private let program: String
    private let constants: [String: String]

    init(_ hot: HotTransactions, connections: Int, folder: String) throws {
        self.folder = folder
        self.connections = connections
        sessionOptions = hot.sessionOptions
        program = try EngineShell.program("pgbench")
        let known = PgbenchScript(hot.known, of: hot, numbers: .among(PreparedNumbers.pgbench))
        let new = PgbenchScript(hot.new, of: hot, numbers: .from(PreparedNumbers.pgbenchNew))
        constants = known.constants.merging(new.constants) { one, _ in one }
        for (name, script) in [("known", known), ("new", new)] {
            try Data(script.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).pgbench"))
        }
    }

    /// Logins a second after the warm-up, in which each connection prepares its statements, one after the other.
    ///
    /// - Parameter number: which run of this database it is: each has new numbers of its own.
    func run(_ url: String, seconds: Int, warmUp: Int, number: Int) async throws -> Double {
        let now = Int(Date().timeIntervalSince1970 * 1_000_000)
        var variables = constants
        variables["turn"] = "0"
        variables["stamp"] = "\(now)"
        variables["base"] = "\(number * connections * PgbenchScript.room)"
        let arguments =
            [
                "-n", "-M", "prepared", "-c", "\(connections)", "-j", "2", "-P", "1", "-T", "\(warmUp + seconds)",
                "-f", "\(folder)/known.pgbench@1", "-f", "\(folder)/new.pgbench@1",
            ] + variables.flatMap { ["-D", "\($0.key)=\($0.value)"] } + [url]
        let child = try Pgbench.unblocked {
            try Child(
                "pgbench-\(number)", program: program, arguments: arguments,
                environment: ["PGOPTIONS": sessionOptions, "LC_ALL": "C.UTF-8"], folder: folder)
        }
        for _ in 0..<(warmUp + seconds + 60) * 50 where child.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        try await child.stop()
        let lines = ProcFiles.text(child.log).split(separator: "\n").map(String.init)
        let isWhole =
            lines.contains { $0.hasPrefix("tps = ") }
            && !lines.contains { $0.contains("aborted") || $0.contains("ERROR") }
        guard isWhole, let rate = Pgbench.rate(in: lines, after: warmUp) else {
            throw RunFailure("pgbench failed: \(lines.prefix(6).joined(separator: " "))")
        }
        return rate
    }

    /// The mean of what lines such as `progress: 2.0 s, 219.9 tps, lat 95.450 ms …` say of the time after the warm-up.
    private static func rate(in lines: [String], after warmUp: Int) -> Double? {
        var (before, time, runs) = (0.0, 0.0, 0.0)
        for line in lines where line.hasPrefix("progress: ") {
            let words = line.split(separator: " ")
            guard words.count > 4, let now = Double(words[1]), let rate = Double(words[3]) else { return nil }
            if before > Double(warmUp) - 0.5 { (time, runs) = (time + now - before, runs + rate * (now - before)) }
            before = now
        }
        return time > 0 ? runs / time : nil
    }

    /// A thread of Dispatch blocks every signal, a process inherits that, and pgbench ends by SIGALRM.
    private static func unblocked<T>(_ body: () throws -> T) rethrows -> T {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }
}
