import Glibc

/// Processor time that was used by one moment, in seconds; the difference of two is what a round cost.
struct Usage: Sendable {
    /// Of all nodes.
    private(set) var server: Double
    private(set) var balancer: Double
    private(set) var database: Double
    /// Of the driver, which is clients and gateway.
    private(set) var driver: Double
    /// Of everything else on the machine.
    private(set) var others: Double
    /// The nodes' time by what a thread is for.
    private(set) var threads: ThreadTimes

    /// - Parameter idle: the run's other processes, which are not others.
    init(of target: Target, idle: [Child]) {
        let busy = ProcFiles.busySeconds()
        server = target.nodes.reduce(0) { $0 + $1.figures.cpuSeconds }
        balancer = target.balancer?.figures.cpuSeconds ?? 0
        database = target.database?.cpuSeconds ?? 0
        driver = ProcessFigures(pid: getpid()).cpuSeconds
        others = busy - idle.reduce(server + balancer + database + driver) { $0 + $1.figures.cpuSeconds }
        threads = target.nodes.reduce(ThreadTimes()) { $0 + ThreadTimes(pid: $1.pid) }
    }

    static func - (after: Usage, before: Usage) -> Usage {
        var usage = after
        usage.server -= before.server
        usage.balancer -= before.balancer
        usage.database -= before.database
        usage.driver -= before.driver
        usage.others -= before.others
        usage.threads = after.threads - before.threads
        return usage
    }
}
