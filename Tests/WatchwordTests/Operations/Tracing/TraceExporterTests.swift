import CoreMetrics
import HTTPTypes
import Hummingbird
import Identity
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Watchword

@Suite(.timeLimit(.minutes(1))) struct `The exporter of traces` {
    private let registry = MetricRegistry()

    private func spans(_ outcome: String) -> Int64 {
        let family = registry.families.first { $0.declaration.name == "watchword_trace_spans_total" }
        guard case .counter(let series) = family?.series.first(where: { $0.labels == [outcome] })?.series else {
            return 0
        }
        return series.value
    }

    /// Exports one trace of two spans to a collector that answers so, until it has got so many calls.
    private func export(answering statuses: [HTTPResponse.Status], calls: Int) async throws -> [Collector.Call] {
        let collector = Collector(statuses)
        return try await collector.run { url in
            let queue = SpanQueue()
            queue.append(.sample(spans: 2))
            func spans(_ outcome: String) -> Counter {
                Counter(
                    label: "watchword_trace_spans_total", dimensions: [("outcome", outcome)], factory: registry)
            }
            var exporter = TraceExporter(
                queue: queue, url: url, json: TraceJSON(resource: [], version: "1"), logger: Logger.silent,
                exported: spans("exported"), failed: spans("failed"))
            exporter.pace.interval = .milliseconds(20)
            exporter.pace.pauses = [.zero, .zero]
            let program = ServiceGroup(services: [exporter], logger: Logger.silent)
            let running = Task { try await program.run() }
            var received: [Collector.Call] = []
            for await call in collector.calls {
                received.append(call)
                if received.count == calls { break }
            }
            await program.triggerGracefulShutdown()
            try await running.value
            return received
        }
    }

    @Test func `posts JSON`() async throws {
        let call = try #require(try await export(answering: [.ok], calls: 1).first)
        #expect(call.contentType == "application/json")
        #expect(try JSON.parse(call.body).object?["resourceSpans"]?.array?.count == 1)
        #expect(spans("exported") == 2)
    }

    @Test(arguments: [HTTPResponse.Status.tooManyRequests, .badGateway, .serviceUnavailable, .gatewayTimeout])
    func `tries again where the collector asks for it`(status: HTTPResponse.Status) async throws {
        let calls = try await export(answering: [status, .ok], calls: 2)
        #expect(calls[0].body == calls[1].body)
        #expect(spans("exported") == 2)
    }

    @Test func `gives up after three tries`() async throws {
        _ = try await export(answering: [.serviceUnavailable], calls: 3)
        #expect(spans("failed") == 2)
    }

    @Test func `does not repeat what was refused`() async throws {
        _ = try await export(answering: [.badRequest], calls: 1)
        #expect(spans("failed") == 2)
        #expect(spans("exported") == 0)
    }
}

/// A collector on the loopback, which answers with one status after the other, the last one from then on.
private final class Collector: Sendable {
    struct Call: Sendable {
        let contentType: String?
        let body: [UInt8]
    }

    let calls: AsyncStream<Call>
    private let received: AsyncStream<Call>.Continuation
    private let statuses: Mutex<[HTTPResponse.Status]>

    init(_ statuses: [HTTPResponse.Status]) {
        self.statuses = Mutex(statuses)
        (calls, received) = AsyncStream.makeStream()
    }

    /// Listens while the closure runs.
    func run<T: Sendable>(_ body: (String) async throws -> T) async throws -> T {
        let router = Router()
        router.post("v1/traces") { [self] request, _ in
            let content = try await request.body.collect(upTo: 1_000_000)
            received.yield(
                Call(contentType: request.headers[.contentType], body: Array(content.readableBytesView)))
            return Response(status: statuses.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] })
        }
        let (ports, found) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) }, logger: Logger.silent)
        let serving = Task { try await application.run() }
        defer { serving.cancel() }
        var port = 0
        for await number in ports {
            port = number
            break
        }
        return try await body("http://127.0.0.1:\(port)/v1/traces")
    }
}

extension Logger {
    fileprivate static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
}
