import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A TCP server on loopback that keeps what it was sent, counts its connections, and treats each request by one script.
final class ScriptedServer: Sendable {
    enum Script: Sendable {
        /// Sends these bytes and keeps the connection.
        case answer(String)
        /// Sends these bytes and closes the connection at once.
        case answerAndClose(String)
        /// Sends these bytes, then filler for as long as it is let.
        case answerEndlessly(String)
        /// Sends these bytes one by one, and never more.
        case drip(String, every: TimeAmount)
        case silence
        case closeAfterRequest
        case resetAfterRequest
        case resetAtOnce
        /// Speaks first, before there is any request.
        case greet(String)
    }

    private struct Record {
        var requests: [RecordedRequest] = []
        var opened = 0
        var closed = 0
        var closeWaiters: [CheckedContinuation<Void, Never>] = []
    }

    let port: Int
    private let script: Script
    private let channel: any Channel
    private let record: Recorder

    private init(script: Script, channel: any Channel, record: Recorder) throws {
        guard let port = channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        self.port = port
        self.script = script
        self.channel = channel
        self.record = record
    }

    /// Listens on the address, on a free port unless one is named.
    static func start(_ script: Script, host: String = "127.0.0.1", port: Int = 0) async throws -> ScriptedServer {
        let record = Recorder()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ScriptedConnection(script: script, record: record))
                }
            }
            .bind(host: host, port: port).get()
        return try ScriptedServer(script: script, channel: channel, record: record)
    }

    func stop() async throws { try await channel.close() }

    var connections: Int { record.opened }
    var requests: [RecordedRequest] { record.requests }

    /// Returns once a connection was closed by either side.
    func connectionClosed() async { await record.connectionClosed() }

    /// What happened at a server.
    final class Recorder: Sendable {
        private let record = Mutex(Record())

        var opened: Int { record.withLock { $0.opened } }
        var requests: [RecordedRequest] { record.withLock { $0.requests } }

        func open() { record.withLock { $0.opened += 1 } }
        func append(_ request: RecordedRequest) { record.withLock { $0.requests.append(request) } }

        func close() {
            let waiters = record.withLock { record in
                record.closed += 1
                defer { record.closeWaiters = [] }
                return record.closeWaiters
            }
            for waiter in waiters { waiter.resume() }
        }

        func connectionClosed() async {
            await withCheckedContinuation { waiter in
                let isOver = record.withLock { record in
                    if record.closed == 0 { record.closeWaiters.append(waiter) }
                    return record.closed > 0
                }
                if isOver { waiter.resume() }
            }
        }
    }
}

/// A request as it came over the wire.
struct RecordedRequest: Sendable {
    let line: String
    let headers: [String]
    let body: String

    /// The values of a header, by its name in any case.
    func values(of name: String) -> [String] {
        headers.filter { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    /// The first request in the bytes, and what follows it; nil until it is whole.
    static func first(in text: String) -> (request: RecordedRequest, rest: String)? {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let head = RecordedRequest(line: lines.first ?? "", headers: Array(lines.dropFirst()), body: "")
        let length = head.values(of: "Content-Length").first.flatMap { Int($0) } ?? 0
        let bytes = Array(text[end.upperBound...].utf8)
        guard bytes.count >= length else { return nil }
        let body = String(decoding: bytes[..<length], as: UTF8.self)
        return (
            RecordedRequest(line: head.line, headers: head.headers, body: body),
            String(decoding: bytes[length...], as: UTF8.self)
        )
    }
}

/// One connection of the server.
private final class ScriptedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let script: ScriptedServer.Script
    private let record: ScriptedServer.Recorder
    private var received = ""

    init(script: ScriptedServer.Script, record: ScriptedServer.Recorder) {
        self.script = script
        self.record = record
    }

    func channelActive(context: ChannelHandlerContext) {
        record.open()
        switch script {
        case .resetAtOnce: context.channel.reset()
        case .greet(let text): context.channel.send(text)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) { record.close() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        while let (request, rest) = RecordedRequest.first(in: received) {
            received = rest
            record.append(request)
            follow(context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func follow(_ channel: any Channel) {
        switch script {
        case .answer(let text): channel.send(text)
        case .answerAndClose(let text):
            channel.send(text)
            channel.close(promise: nil)
        case .answerEndlessly(let head):
            channel.send(head)
            channel.fill()
        case .drip(let text, let pause): channel.drip(text[...], every: pause)
        case .closeAfterRequest: channel.close(promise: nil)
        case .resetAfterRequest: channel.reset()
        case .silence, .resetAtOnce, .greet: break
        }
    }
}

extension Channel {
    fileprivate func send(_ text: some StringProtocol) {
        writeAndFlush(ByteBuffer(string: String(text)), promise: nil)
    }

    /// Sends filler until the channel is closed.
    fileprivate func fill() {
        let filler = ByteBuffer(string: String(repeating: "x", count: 65_536))
        writeAndFlush(filler).whenSuccess { self.fill() }
    }

    /// Sends the text a character at a time.
    fileprivate func drip(_ text: Substring, every pause: TimeAmount) {
        guard let first = text.first, isActive else { return }
        send(String(first))
        eventLoop.scheduleTask(in: pause) { self.drip(text.dropFirst(), every: pause) }
    }

    /// Closes with RST instead of FIN.
    fileprivate func reset() {
        guard let socket = self as? any SocketOptionProvider else { return close(promise: nil) }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in self.close(promise: nil) }
    }
}
