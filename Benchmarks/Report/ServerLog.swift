import Identity

/// What the servers have to say of a run, in few lines.
enum ServerLog {
    /// Level, message, status and error of the lines in log files, and how often each came.
    static func summary(of paths: [String]) -> [String: Int] {
        let lines = paths.flatMap { ProcFiles.text($0).split(separator: "\n") }
        return lines.reduce(into: [:]) { counts, line in
            guard let entry = try? JSON.parse(line.utf8).object else {
                counts[String(line.prefix(200)), default: 0] += 1
                return
            }
            let parts = ["level", "message", "status", "error"].compactMap { entry[$0]?.string }
            counts[parts.joined(separator: ", "), default: 0] += 1
        }
    }
}
