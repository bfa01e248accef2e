import NIOCore
import NIOPosix
import Synchronization

/// Stands between a server and its PostgreSQL, hands everything on, and writes down what the server sends. PostgreSQL's
/// own log of statements does not tell which of them travelled together.
///
/// The two must speak without TLS, as they do on one machine.
final class DatabaseRecorder: Sendable {
    private let state = Mutex(State())

    private struct State {
        var transactions: [RecordedTransaction] = []
        var sessionOptions = ""
    }

    /// Listens on a port of loopback and connects each caller to another one.
    init(port: Int, target: Int, group: MultiThreadedEventLoopGroup) async throws {
        _ = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { [self] caller in join(caller, to: target) }
            .bind(host: "127.0.0.1", port: port).get()
    }

    /// A recorder before a database, and the URL by which a server gets to it through the recorder.
    static func open(
        before url: String, group: MultiThreadedEventLoopGroup
    ) async throws -> (recorder: DatabaseRecorder, url: String) {
        guard let target = DatabaseURL.port(of: url) else { throw RunFailure("the database's URL cannot be read") }
        let port = try FreePort.find()
        let recorder = try await DatabaseRecorder(port: port, target: target, group: group)
        return (recorder, try DatabaseURL.moved(url, to: port))
    }

    /// Everything that was committed by now, in the order of the commits.
    var transactions: [RecordedTransaction] { state.withLock { $0.transactions } }
    /// What the server sets for its sessions, as `PGOPTIONS` has it.
    var sessionOptions: String { state.withLock { $0.sessionOptions } }

    private func join(_ caller: any Channel, to target: Int) -> EventLoopFuture<Void> {
        ClientBootstrap(group: caller.eventLoop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: false)
            .connect(host: "127.0.0.1", port: target)
            .flatMapThrowing { [self] called in
                try caller.pipeline.syncOperations.addHandler(
                    HandedOn(to: called) { reader in
                        let (new, options) = (reader.transactions, reader.sessionOptions)
                        self.state.withLock { state in
                            state.transactions += new
                            state.sessionOptions = options
                        }
                        reader.forget()
                    })
                try called.pipeline.syncOperations.addHandler(HandedOn(to: caller, heard: nil))
                for channel in [caller, called] {
                    channel.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
                }
            }
    }
}

/// One direction. Both channels are on one event loop.
private final class HandedOn: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private let heard: ((inout FrontendReader) -> Void)?
    private var reader = FrontendReader()

    init(to other: any Channel, heard: ((inout FrontendReader) -> Void)?) {
        self.other = other
        self.heard = heard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if let heard {
            reader.read(bytes)
            if !reader.transactions.isEmpty { heard(&reader) }
        }
        other.writeAndFlush(bytes, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
