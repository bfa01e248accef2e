import Foundation
import Synchronization

/// An engine's own command-line program, which carries out a script of SQL.
struct EngineShell: Sendable {
    private let name: String
    private let program: String
    /// What stands before the script's path on the command line.
    private let arguments: [String]
    private let folder: String

    /// Debian's `sqlite3` on a file that no server has open.
    static func sqlite(file: String, folder: String) throws -> EngineShell {
        EngineShell(
            name: "sqlite3", program: try program("sqlite3"), arguments: ["-batch", "-bail", "-noheader", file],
            folder: folder)
    }

    /// `psql` (Debian's postgresql-client) on a database.
    static func postgreSQL(url: String, folder: String) throws -> EngineShell {
        EngineShell(
            name: "psql", program: try program("psql"),
            arguments: ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-f"], folder: folder)
    }

    /// Where a program of Debian's packages is: PostgreSQL's newest version before the wrapper in `/usr/bin`.
    static func program(_ name: String) throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        let places = versions.sorted(by: >).map { "\(root)/\($0)/bin/\(name)" } + ["/usr/bin/\(name)"]
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw RunFailure("there is no program \(name): scripts/bootstrap bench installs it")
        }
        return place
    }

    private static let runs = Atomic<Int>(0)
    private static let end = "the script came to its end"

    /// Carries a script out and returns the lines it wrote; throws with the program's words where it did not come to
    /// its end.
    ///
    /// - Parameter line: called with each line soon after it was written.
    @discardableResult
    func run(_ script: String, line: (String) -> Void = { _ in }) async throws -> [String] {
        let number = EngineShell.runs.add(1, ordering: .relaxed).newValue
        let path = "\(folder)/\(name)-\(number).sql"
        try Data("\(script)\nSELECT '\(EngineShell.end)';\n".utf8).write(to: URL(fileURLWithPath: path))
        // Without stdbuf, a program that does not write to a terminal says how far it is when it is over.
        let child = try Child(
            "\(name)-\(number)", program: "/usr/bin/stdbuf",
            arguments: ["-oL", program] + arguments + [name == "sqlite3" ? ".read '\(path)'" : path],
            environment: ["LC_ALL": "C.UTF-8", "PGOPTIONS": "-c client_min_messages=warning"], folder: folder)
        var seen = 0
        var isOver = false
        while !isOver {
            try await Task.sleep(for: .milliseconds(20))
            isOver = !child.isRunning
            let lines = ProcFiles.text(child.log).split(separator: "\n").map(String.init)
            for text in lines.dropFirst(seen) where text != EngineShell.end { line(text) }
            seen = lines.count
        }
        try await child.stop()
        let lines = ProcFiles.text(child.log).split(separator: "\n").map(String.init)
        guard lines.last == EngineShell.end else {
            throw RunFailure("\(name) failed: \(lines.suffix(5).joined(separator: " "))")
        }
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.removeItem(atPath: child.log)
        return Array(lines.dropLast())
    }
}
