import NIOCore

/// One client: performs its script again and again on one connection until the round ends.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var script: any Script
    private let meter: Meter
    private let pace: Pace?
    private var parser = AnswerParser()
    private var began = NIODeadline.now()
    private var isBusy = false

    /// - Parameter pace: when operations begin; nil is one right after the other.
    init(script: any Script, meter: Meter, pace: Pace?) {
        self.script = script
        self.meter = meter
        self.pace = pace
    }

    func channelActive(context: ChannelHandlerContext) { begin(context, due: pace?.first) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        parser.append(&buffer)
        do throws(UnreadableAnswer) {
            while let answer = try parser.next() { goOn(after: answer, context) }
        } catch { stop("an unreadable answer", context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isBusy { _ = meter.fail("the connection was closed") }
        isBusy = false
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { stop("\(error)", context) }

    /// Begins an operation when it is due, or at once where that is over. It is timed from when it was due, so that a server that
    /// makes its clients wait cannot hide it.
    private func begin(_ context: ChannelHandlerContext, due: NIODeadline?) {
        began = due ?? .now()
        guard let due, due > .now() else { return call(context) }
        context.eventLoop.assumeIsolated().scheduleTask(deadline: due) {
            if context.channel.isActive { self.call(context) }
        }
    }

    private func call(_ context: ChannelHandlerContext) {
        isBusy = true
        write(script.begin(), context)
    }

    private func goOn(after answer: Answer, _ context: ChannelHandlerContext) {
        let another: Bool
        switch script.next(after: answer) {
        case .call(let request): return write(request, context)
        case .done: another = meter.finish(after: .now() - began)
        case .failed(let reason): another = meter.fail(reason)
        }
        isBusy = false
        if another { begin(context, due: pace.map { began + $0.interval }) } else { context.close(promise: nil) }
    }

    private func stop(_ reason: String, _ context: ChannelHandlerContext) {
        if isBusy { _ = meter.fail(reason) }
        isBusy = false
        context.close(promise: nil)
    }

    private func write(_ request: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }
}

/// When one client's operations begin.
struct Pace: Sendable {
    let first: NIODeadline
    let interval: TimeAmount

    /// The pace of one of several clients that together make so many operations a second, evenly spread.
    init(perSecond: Double, of clients: Int, at place: Int, from start: NIODeadline) {
        interval = .nanoseconds(Int64(1e9 * Double(clients) / perSecond))
        first = start + .nanoseconds(interval.nanoseconds / Int64(clients) * Int64(place))
    }
}
