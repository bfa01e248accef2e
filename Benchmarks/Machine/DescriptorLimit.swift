import Glibc

/// How many files and sockets this process may hold open.
enum DescriptorLimit {
    /// Raises the soft limit to the hard one; children inherit it.
    static func raise() {
        var limits = read()
        limits.rlim_cur = min(limits.rlim_max, 1_048_576)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    static var current: Int { Int(clamping: read().rlim_cur) }

    private static func read() -> rlimit {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        return limits
    }
}
