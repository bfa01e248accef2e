import NIOCore
import NIOPosix
import Synchronization

/// Many starts at once against a gateway that takes its time: each client calls once, on a connection of its own.
struct Hold: Sendable {
    /// What became of them.
    struct Outcome: Sendable {
        var launched = 0
        var accepted = Times()
        var refused = Times()
        var refusedWithoutRetryAfter = 0
        /// Other statuses, lost connections and what else should not be.
        var failures: [String: Int] = [:]
        /// How many waited at once when all were launched.
        var inFlight = 0
        /// What the server's memory grew by until then, in bytes.
        var growth = 0
        /// The other routes meanwhile.
        var others = Times()
        var otherFailures = 0

        /// In KiB.
        var growthEach: Double { Double(growth) / 1_024 / Double(max(1, inFlight)) }
        var answered: Int { accepted.count + refused.count }
    }

    let group: MultiThreadedEventLoopGroup
    let count: Int
    /// Connections opened a second.
    let rate: Int
    /// How many more follow once those wait, a third as fast.
    var extra = 0
    /// How long the gateway takes, in seconds.
    let delay: Double

    /// - Parameter others: paths that are looked at meanwhile.
    func run(
        against target: Target, others: [String], call: @escaping @Sendable () -> ByteBuffer
    ) async throws -> Outcome {
        let tally = HoldTally()
        let port = target.port
        let prober = Prober(port: port, paths: others)
        let before = target.residentBytes
        try await launch(count, rate: rate, port: port, tally: tally, call: call)
        try await settle(target)
        let inFlight = tally.inFlight
        let growth = target.residentBytes - before
        try await launch(extra, rate: rate / 3, port: port, tally: tally, call: call)
        for _ in 0..<Int((delay + 40) * 10) where tally.inFlight > 0 { try await Task.sleep(for: .milliseconds(100)) }
        prober.stop()
        try target.checkRunning()
        var outcome = tally.outcome
        outcome.inFlight = inFlight
        outcome.growth = growth
        (outcome.others, outcome.otherFailures) = prober.seen
        return outcome
    }

    /// Waits until the server opens no further sockets: all that it took on is at the gateway. At most a quarter of the delay.
    private func settle(_ target: Target) async throws {
        var known = -1
        for _ in 0..<Int(delay) where target.descriptors != known {
            known = target.descriptors
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private func launch(
        _ count: Int, rate: Int, port: Int, tally: HoldTally, call: @escaping @Sendable () -> ByteBuffer
    ) async throws {
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(.seconds(30))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(HoldConnection(call: call(), tally: tally))
                }
            }
        let clock = ContinuousClock()
        let start = clock.now
        for number in 0..<count {
            let due = start + .microseconds(number * 1_000_000 / rate)
            if clock.now < due { try await clock.sleep(until: due) }
            tally.launch()
            bootstrap.connect(host: "127.0.0.1", port: port).whenFailure { _ in tally.fail("no connection") }
        }
    }
}

/// Counts the calls of one hold.
final class HoldTally: Sendable {
    private struct State {
        var outcome = Hold.Outcome()
        var ended = 0
    }

    private let state = Mutex(State())

    var inFlight: Int { state.withLock { $0.outcome.launched - $0.ended } }
    var outcome: Hold.Outcome { state.withLock { $0.outcome } }

    func launch() { state.withLock { $0.outcome.launched += 1 } }

    func answer(_ answer: Answer, after time: TimeAmount) {
        let microseconds = Int(time.nanoseconds / 1_000)
        state.withLock { state in
            state.ended += 1
            switch answer.status {
            case 200: state.outcome.accepted.add(microseconds)
            case 503:
                state.outcome.refused.add(microseconds)
                if !answer.hasRetryAfter { state.outcome.refusedWithoutRetryAfter += 1 }
            default: state.outcome.failures["answered \(answer.status)", default: 0] += 1
            }
        }
    }

    func fail(_ reason: String) {
        state.withLock { state in
            state.ended += 1
            state.outcome.failures[reason, default: 0] += 1
        }
    }
}

/// One client that calls once and waits for as long as it takes.
private final class HoldConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let call: ByteBuffer
    private let tally: HoldTally
    private var parser = AnswerParser()
    private var began: NIODeadline?

    init(call: ByteBuffer, tally: HoldTally) {
        self.call = call
        self.tally = tally
    }

    func channelActive(context: ChannelHandlerContext) {
        began = .now()
        context.writeAndFlush(wrapOutboundOut(call), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        parser.append(&buffer)
        do throws(UnreadableAnswer) {
            guard let answer = try parser.next(), let began else { return }
            self.began = nil
            tally.answer(answer, after: .now() - began)
        } catch { lose("an unreadable answer") }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { lose("the connection was closed") }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        lose("\(error)")
        context.close(promise: nil)
    }

    private func lose(_ reason: String) {
        if began != nil { tally.fail(reason) }
        began = nil
    }
}
