import Glibc

/// What time it is. Rules ask this and nothing else.
package protocol WallClock: Sendable {
    /// The present moment.
    func now() -> Timestamp
}

/// The machine's clock.
package struct SystemClock: WallClock {
    package init() {}
    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
