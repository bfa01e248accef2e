import NIOCore
import NIOPosix

/// A network that is slower than loopback: a process that hands bytes on to another port, each a while after it came.
///
/// Half of the delay lies in each direction. Bytes keep their order and do not wait for each other: what comes together
/// leaves together.
struct DelayRelay {
    private let port: Int
    private let target: Int
    private let delay: TimeAmount

    /// `PORT TARGET-PORT MICROSECONDS`, the last for both ways together.
    init(arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        port = Int(try rest.number(of: "the port"))
        target = Int(try rest.number(of: "the target's port"))
        delay = .microseconds(Int64(try rest.number(of: "the delay")) / 2)
    }

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let (target, delay) = (target, delay)
        _ = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { caller in DelayRelay.join(caller, to: target, delay: delay) }
            .bind(host: "127.0.0.1", port: port).get()
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }

    /// Connects a caller to the target and lets both read once that is done.
    private static func join(_ caller: any Channel, to target: Int, delay: TimeAmount) -> EventLoopFuture<Void> {
        let loop = caller.eventLoop
        return ClientBootstrap(group: loop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: false)
            .connect(host: "127.0.0.1", port: target)
            .flatMapThrowing { called in
                try caller.pipeline.syncOperations.addHandler(DelayedBytes(to: called, delay: delay))
                try called.pipeline.syncOperations.addHandler(DelayedBytes(to: caller, delay: delay))
                for channel in [caller, called] {
                    channel.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
                }
            }
    }
}

/// One direction: what is read here is written there when its time has come.
private final class DelayedBytes: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private let delay: TimeAmount
    private var waiting = CircularBuffer<(due: NIODeadline, bytes: ByteBuffer?)>()

    init(to other: any Channel, delay: TimeAmount) {
        self.other = other
        self.delay = delay
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { add(unwrapInboundIn(data), context.eventLoop) }

    /// The end travels as long as the bytes before it.
    func channelInactive(context: ChannelHandlerContext) { add(nil, context.eventLoop) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func add(_ bytes: ByteBuffer?, _ loop: any EventLoop) {
        let due = NIODeadline.now() + delay
        waiting.append((due, bytes))
        if waiting.count == 1 { wait(until: due, loop) }
    }

    private func wait(until due: NIODeadline, _ loop: any EventLoop) {
        loop.assumeIsolated().scheduleTask(deadline: due) { self.deliver(loop) }
    }

    /// Both channels are on one event loop.
    private func deliver(_ loop: any EventLoop) {
        let now = NIODeadline.now()
        while let first = waiting.first, first.due <= now {
            waiting.removeFirst()
            guard let bytes = first.bytes else { return other.close(promise: nil) }
            other.write(bytes, promise: nil)
        }
        other.flush()
        if let first = waiting.first { wait(until: first.due, loop) }
    }
}
