import Glibc
import NIOCore
import NIOPosix

/// One round of one row: what the clients saw, and what it cost.
struct Round: Sendable {
    let count: Meter.Count
    /// User and system time of the server's process in the window, in seconds.
    let serverSeconds: Double
    /// The same of the driver, which is clients and gateway.
    let driverSeconds: Double
    /// The same of everything else on the machine.
    let otherSeconds: Double
    /// The most memory the server held, in bytes.
    let peakBytes: Int

    var operationsPerSecond: Double { Double(count.operations) / count.seconds }
    /// Processor time of the server for one operation, in microseconds.
    var serverMicroseconds: Double { serverSeconds * 1e6 / Double(max(1, count.operations)) }
    /// What others took, as a share of one core.
    var othersShare: Double { max(0, otherSeconds) / count.seconds }
}

/// Clients that call one after the other on connections of their own.
struct Load: Sendable {
    let group: MultiThreadedEventLoopGroup
    let connections: Int
    let seconds: Double
    let warmUp: Double
    /// Operations a second of all clients together; nil is as many as they can.
    var perSecond: Double?

    /// Lets the clients perform a script against a server's port, and measures.
    func round(
        against server: Child, port: Int, idle: [Child], script: @escaping @Sendable () -> any Script
    ) async throws -> Round {
        let meter = Meter()
        let channels = try await connect(to: port, meter: meter, script: script)
        try await Task.sleep(for: .seconds(warmUp))

        ProcessFigures.clearPeak(of: server.pid)
        let before = Reading(server: server, idle: idle)
        meter.open()
        try await Task.sleep(for: .seconds(seconds))
        var count = meter.close()
        let after = Reading(server: server, idle: idle)

        for channel in channels { await Load.end(channel) }
        count.failures = meter.failures
        guard server.isRunning else { throw RunFailure("\(server.name) ended: see \(server.log)") }
        return Round(
            count: count, serverSeconds: after.server.cpuSeconds - before.server.cpuSeconds,
            driverSeconds: after.driver.cpuSeconds - before.driver.cpuSeconds,
            otherSeconds: after.others - before.others, peakBytes: after.server.peakBytes)
    }

    private func connect(
        to port: Int, meter: Meter, script: @escaping @Sendable () -> any Script
    ) async throws -> [any Channel] {
        let start = NIODeadline.now()
        var channels: [any Channel] = []
        for place in 0..<connections {
            let pace = perSecond.map { Pace(perSecond: $0, of: connections, at: place, from: start) }
            let bootstrap = ClientBootstrap(group: group)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let client = LoadConnection(script: script(), meter: meter, pace: pace)
                        try channel.pipeline.syncOperations.addHandler(client)
                    }
                }
            channels.append(try await bootstrap.connect(host: "127.0.0.1", port: port).get())
        }
        return channels
    }

    /// Waits until a client has ended by itself, at most as long as a gateway may take.
    private static func end(_ channel: any Channel) async {
        let deadline = channel.eventLoop.scheduleTask(in: .seconds(35)) { channel.close(promise: nil) }
        try? await channel.closeFuture.get()
        deadline.cancel()
    }
}

/// What everybody had used at one moment.
private struct Reading {
    let server: ProcessFigures
    let driver: ProcessFigures
    /// Processor time of everybody else, in seconds since the machine started.
    let others: Double

    init(server: Child, idle: [Child]) {
        let busy = ProcFiles.busySeconds()
        self.server = server.figures
        driver = ProcessFigures(pid: getpid())
        let known = idle.reduce(self.server.cpuSeconds + driver.cpuSeconds) { $0 + $1.figures.cpuSeconds }
        others = busy - known
    }
}
