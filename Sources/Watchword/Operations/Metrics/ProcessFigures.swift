import Foundation
import Glibc

/// What the kernel knows of this process, read at every scrape.
enum ProcessFigures {
    static func observe(in registry: MetricRegistry) {
        registry.observe("process_cpu_seconds_total") { cpuSeconds }
        registry.observe("process_resident_memory_bytes") { residentBytes }
        registry.observe("process_open_fds") { openDescriptors }
        registry.observe("process_max_fds") { descriptorLimit }
        let start = startTime
        registry.observe("process_start_time_seconds") { start }
    }

    private static var cpuSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// The second number of `/proc/self/statm`, in pages.
    private static var residentBytes: Double {
        guard let pages = fields(of: "/proc/self/statm").dropFirst().first.flatMap({ Double($0) }) else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static var openDescriptors: Double {
        Double((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0)
    }

    private static var descriptorLimit: Double {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        return Double(limits.rlim_cur)
    }

    /// Ticks after the machine's start, the twentieth field behind the name in parentheses, and when the machine started.
    private static var startTime: Double {
        let stat = text(of: "/proc/self/stat")
        let behindName = stat.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
        let boot = text(of: "/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard behindName.count > 19, let ticks = Double(behindName[19]),
            let booted = boot.flatMap({ Double($0.dropFirst(6)) })
        else { return 0 }
        return booted + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func fields(of path: String) -> [Substring] { text(of: path).split(separator: " ") }

    private static func text(of path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
