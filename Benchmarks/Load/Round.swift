import NIOCore
import NIOPosix

/// One round of one row: what the clients saw, and what it cost.
struct Round: Sendable {
    let count: Meter.Count
    /// Processor time in the window.
    let usage: Usage
    /// The most memory that one node held, in bytes.
    let peakBytes: Int

    var operationsPerSecond: Double { Double(count.operations) / count.seconds }

    /// Seconds of processor time as microseconds for one operation.
    func each(_ seconds: Double) -> Double { seconds * 1e6 / Double(max(1, count.operations)) }
    /// Seconds of processor time as a share of one core.
    func share(_ seconds: Double) -> Double { max(0, seconds) / count.seconds }
}

/// Clients that call one after the other on connections of their own.
struct Load: Sendable {
    let group: MultiThreadedEventLoopGroup
    let connections: Int
    let seconds: Double
    let warmUp: Double
    /// Operations a second of all clients together; nil is as many as they can.
    var perSecond: Double?

    /// Lets the clients perform a script against a target, and measures.
    func round(
        against target: Target, idle: [Child], script: @escaping @Sendable () -> any Script
    ) async throws -> Round {
        let meter = Meter()
        let channels = try await connect(to: target.port, meter: meter, script: script)
        try await Task.sleep(for: .seconds(warmUp))

        target.clearPeaks()
        let before = Usage(of: target, idle: idle)
        meter.open()
        try await Task.sleep(for: .seconds(seconds))
        var count = meter.close()
        let usage = Usage(of: target, idle: idle) - before
        let peak = target.nodes.map(\.figures.peakBytes).max() ?? 0

        for channel in channels { await Load.end(channel) }
        count.failures = meter.failures
        try target.checkRunning()
        return Round(count: count, usage: usage, peakBytes: peak)
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
