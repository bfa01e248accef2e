import NIOCore
import NIOPosix

/// An SMS gateway that costs next to nothing, so that the machine is left to the server.
struct GatewayServer {
    let book = Codebook()
    let port: Int

    /// Listens on a port of loopback.
    init(port: Int, delay: TimeAmount, group: MultiThreadedEventLoopGroup) async throws {
        let book = book
        _ = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4_096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(GatewayConnection(delay: delay, book: book))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        self.port = port
    }

    var url: String { "http://127.0.0.1:\(port)/sms" }
}

/// The gateway as a process of its own: the slow one, which needs as many sockets as the driver itself.
struct GatewayRole {
    private let port: Int
    private let milliseconds: Int

    /// `PORT MILLISECONDS`
    init(arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        port = Int(try rest.number(of: "the port"))
        milliseconds = Int(try rest.number(of: "the delay"))
    }

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        _ = try await GatewayServer(port: port, delay: .milliseconds(Int64(milliseconds)), group: group)
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }
}
