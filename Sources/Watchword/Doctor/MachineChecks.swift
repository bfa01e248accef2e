import Glibc
import Identity

/// Whether the process may open as many files as the settings promise.
enum OpenFiles {
    /// Each login that waits for a gateway holds two: its caller's connection and the gateway's.
    static func finding(limit: Int, maxInFlight: Int) -> Finding {
        let wanted = 2 * maxInFlight + DescriptorBudget.reserve
        guard limit < wanted else { return .ok("open files", "\(limit) are allowed, \(wanted) are enough") }
        let text = "\(limit) are allowed, and max_in_flight=\(maxInFlight) wants \(wanted)"
        let mend = "Set LimitNOFILE=\(wanted) in the systemd unit (or ulimit -Hn), or lower max_in_flight."
        // Below twice the reserve, next to nothing is left for callers.
        return limit < 2 * DescriptorBudget.reserve
            ? .fail("open files", text, mend: mend) : .warn("open files", text, mend: mend)
    }

    /// The hard limit, to which a starting server raises its own.
    static func hardLimit() -> Int {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return 0 }
        return Int(clamping: limits.rlim_max)
    }
}

/// Whether the machine's clock can be right: codes and tokens live by it.
enum MachineTime {
    /// 2025-01-01T00:00:00Z: this program is younger.
    private static let earliest = Timestamp(seconds: 1_735_689_600)
    /// 2100-01-01T00:00:00Z
    private static let latest = Timestamp(seconds: 4_102_444_800)
    /// Two clocks of one network may differ by so much.
    private static let tolerance = Duration.seconds(60)

    /// Looks at the time, and at the youngest file of the store: nothing can have been written in the future.
    static func finding(now: Timestamp, lastWrite: Timestamp?) -> Finding {
        let mend = "Set the clock, and keep it right with systemd-timesyncd or chrony."
        guard now >= earliest, now < latest else { return .fail("clock", "it says \(now)", mend: mend) }
        if let lastWrite, lastWrite > now + tolerance {
            return .fail("clock", "it says \(now), but the store was written at \(lastWrite)", mend: mend)
        }
        return .ok("clock", "\(now)")
    }
}
