import Foundation
import Glibc

/// What Linux tells about processes and the machine under `/proc`.
enum ProcFiles {
    /// The file's text; empty where there is none.
    static func text(_ path: String) -> String {
        (try? String(decoding: Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)) ?? ""
    }

    static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// The number in a line such as `VmRSS:   1234 kB`, in bytes.
    static func bytes(_ name: String, in status: String) -> Int {
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") }) else { return 0 }
        return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).compactMap { Int($0) }.first.map { $0 * 1_024 }
            ?? 0
    }

    /// Time that all cores together were busy since the machine started, in seconds (proc(5): user, nice, system, irq,
    /// softirq, steal).
    static func busySeconds() -> Double {
        let fields = text("/proc/stat").prefix { $0 != "\n" }.split(separator: " ").dropFirst().compactMap {
            Double($0)
        }
        guard fields.count >= 8 else { return 0 }
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / ticksPerSecond
    }

    /// What the first processor calls itself.
    static var processorModel: String {
        let line = text("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }
}

extension ProcFiles {
    /// The machine's memory, in bytes.
    static var memory: Int { bytes("MemTotal", in: text("/proc/meminfo")) }

    /// What the distribution calls itself (os-release(5)), such as "Debian GNU/Linux 12 (bookworm)".
    static var system: String {
        let line = text("/etc/os-release").split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
        return line.map { $0.dropFirst(12).filter { $0 != "\"" } } ?? "Linux"
    }
}

/// What a process has used so far.
struct ProcessFigures: Sendable {
    /// User and system time of all its threads, in seconds.
    let cpuSeconds: Double
    /// Memory it holds now, in bytes.
    let residentBytes: Int
    /// The most it held since the mark was last cleared, in bytes.
    let peakBytes: Int

    init(pid: Int32) {
        // Fields 14 and 15 of proc_pid_stat(5), counted after the command's closing parenthesis, which is field 2.
        let fields = ProcFiles.text("/proc/\(pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        cpuSeconds =
            fields.count > 12 ? ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / ProcFiles.ticksPerSecond : 0
        let status = ProcFiles.text("/proc/\(pid)/status")
        residentBytes = ProcFiles.bytes("VmRSS", in: status)
        peakBytes = ProcFiles.bytes("VmHWM", in: status)
    }

    /// Makes the peak start again from what is held now (proc_pid_clear_refs(5), value 5).
    static func clearPeak(of pid: Int32) {
        guard let file = fopen("/proc/\(pid)/clear_refs", "w") else { return }
        fputs("5\n", file)
        fclose(file)
    }
}
