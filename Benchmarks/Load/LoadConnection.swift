import NIOCore

/// One client: performs its script again and again on one connection until the round ends.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var script: any Script
    private let meter: Meter
    private var parser = AnswerParser()
    private var began = NIODeadline.now()
    private var isBusy = false

    init(script: any Script, meter: Meter) {
        self.script = script
        self.meter = meter
    }

    func channelActive(context: ChannelHandlerContext) { begin(context) }

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

    private func begin(_ context: ChannelHandlerContext) {
        isBusy = true
        began = .now()
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
        if another { begin(context) } else { context.close(promise: nil) }
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
