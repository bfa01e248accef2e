import AsyncHTTPClient
import Hummingbird
import Identity
import Logging
import NIOCore
import NIOHTTP1

/// What the server is held against: a route of the same HTTP stack that reads the same JSON, forwards the same message to
/// the same gateway, and answers the same. It checks, counts, stores and signs nothing.
struct BareServer {
    private let port: Int
    private let gateway: String

    /// `PORT GATEWAY-URL`
    init(arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        port = Int(try rest.number(of: "the port"))
        gateway = try rest.value(of: "the gateway's URL")
    }

    func run() async throws {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 10_000
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.timeout = .init(connect: .seconds(10))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let relay = BareRelay(client: client, gateway: gateway)
        let router = Router()
        router.get("healthz") { _, _ in "ok\n" }
        router.post("relay", use: relay.handle)
        router.post("answer", use: relay.answer)
        var logger = Logger(label: "bare")
        logger.logLevel = .warning
        let application = Application(
            router: router, server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: .init(address: .hostname("127.0.0.1", port: port), backlog: 4_096), logger: logger)
        try await application.runService()
        try await client.shutdown()
    }
}

/// The bare route.
private struct BareRelay: Sendable {
    let client: HTTPClient
    let gateway: String

    /// Without the gateway, which shows what HTTP costs on the way in.
    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let number = try await number(in: request) else { return Response(status: .badRequest) }
        return response(about: number)
    }

    func handle(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let number = try await number(in: request) else { return Response(status: .badRequest) }
        let message: JSON = [
            "recipient": .string(number), "body": "Your verification code is: 123456", "sender": "+1 234 567",
            "req": ["ip": "10.0.0.1", "user-agent": "watchword-bench"],
        ]
        var call = HTTPClientRequest(url: gateway)
        call.method = .POST
        call.headers.add(name: "Content-Type", value: "application/json")
        call.body = .bytes(ByteBuffer(bytes: message.serialized()))
        let answer = try await client.execute(call, timeout: .seconds(60))
        for try await _ in answer.body {}
        return answer.status == .ok ? response(about: number) : Response(status: .badGateway)
    }

    private func number(in request: Request) async throws -> String? {
        let bytes = try await request.body.collect(upTo: 64 * 1_024)
        return try JSON.parse(bytes.readableBytesView).object?["phone_number"]?.string
    }

    private func response(about number: String) -> Response {
        let result: JSON = ["_id": "6492b5a75bedeae7449299fa", "phone_number": .string(number), "phone_verified": true]
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: result.serialized())))
    }
}
