import Foundation

/// A PostgreSQL on this machine: its postmaster, and whatever that started.
struct PostgreSQLProcesses: Sendable {
    private let postmaster: Int32
    private let folder: String

    /// Finds the server that listens on a port; nil where none of this machine says so in its `postmaster.pid`.
    init?(port: Int) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = Int32(name) else { continue }
            let words = ProcFiles.text("/proc/\(pid)/cmdline").split(separator: "\0")
            guard words.first?.hasSuffix("postgres") == true, let flag = words.firstIndex(of: "-D"),
                flag + 1 < words.count
            else { continue }
            // Line 4 of the file is the port.
            let lines = ProcFiles.text("\(words[flag + 1])/postmaster.pid").split(
                separator: "\n", omittingEmptySubsequences: false)
            guard lines.count > 3, Int(lines[3]) == port, lines[0] == name else { continue }
            (postmaster, folder) = (pid, String(words[flag + 1]))
            return
        }
        return nil
    }

    /// User and system time of the postmaster, of its processes, and of those that have ended, in seconds.
    var cpuSeconds: Double {
        var ticks = 0.0
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = Int32(name) else { continue }
            let fields = ProcFiles.text("/proc/\(pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
            // proc_pid_stat(5), counted after field 2: 4 parent, 14 and 15 own time, 16 and 17 that of children waited for.
            guard fields.count > 14, pid == postmaster || Int32(fields[1]) == postmaster else { continue }
            let last = pid == postmaster ? 14 : 12
            ticks += fields[11...last].compactMap { Double($0) }.reduce(0, +)
        }
        return ticks / ProcFiles.ticksPerSecond
    }

    /// What its data folder takes on the disk, its log of changes left out.
    var storeBytes: Int {
        guard let files = FileManager.default.enumerator(atPath: "\(folder)/base") else { return 0 }
        var bytes = 0
        while files.nextObject() != nil { bytes += (files.fileAttributes?[.size] as? Int) ?? 0 }
        return bytes
    }
}
