import Identity
import Synchronization
import Testing
import Tracing

@testable import Watchword

@Suite struct `A request's trace` {
    private let collected = Collected()

    private func tracer(percent: Int = 100) -> RequestTracer {
        RequestTracer(percent: percent, random: SystemRandom()) { [collected] in collected.append($0) }
    }

    private func begin(_ tracer: RequestTracer, header: String? = nil) -> TraceSpan {
        var context = InstrumentationContext.topLevel
        if let header { tracer.extract(["traceparent": header], into: &context, using: HeaderReader()) }
        return tracer.startSpan("request", context: context, ofKind: .server)
    }

    private static let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    private static let start = TracePosition(header: "00-11111111111111111111111111111111-2222222222222222-01")

    @Test func `leaves when the request is answered, with all its spans`() throws {
        let tracer = tracer()
        let request = begin(tracer)
        tracer.startSpan("inside", context: request.context).end()
        #expect(collected.traces.isEmpty)
        request.end()
        let trace = try #require(collected.traces.first)
        #expect(trace.spans.map(\.name) == ["inside", "request"])
        #expect(trace.spans[0].parent == request.id)
        #expect(trace.spans[1].parent == nil)
    }

    @Test func `continues its caller's`() throws {
        begin(tracer(), header: Self.header).end()
        let trace = try #require(collected.traces.first)
        #expect(trace.id.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(trace.spans.first?.parent?.description == "00f067aa0ba902b7")
    }

    @Test func `is its own where the caller's header is broken`() throws {
        begin(tracer(), header: "00-xyz").end()
        #expect(try #require(collected.traces.first).spans.first?.parent == nil)
    }

    @Test func `stays here where the caller does not record it`() {
        begin(tracer(), header: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00").end()
        #expect(collected.traces.isEmpty)
    }

    @Test func `stays here where nothing is to be exported`() {
        for _ in 1...100 { begin(tracer(percent: 0)).end() }
        #expect(collected.traces.isEmpty)
    }

    @Test func `is exported in about the share that was asked for`() {
        for _ in 1...1_000 { begin(tracer(percent: 50)).end() }
        #expect((300...700).contains(collected.traces.count))
    }

    @Test func `becomes a part of the one in which the code was asked for`() throws {
        let start = try #require(Self.start)
        let request = begin(tracer())
        request.trace.join(start)
        #expect(request.position.trace == start.trace)
        request.end()
        let trace = try #require(collected.traces.first)
        #expect(trace.id == start.trace)
        #expect(trace.spans.first?.parent == start.span)
    }

    @Test func `takes spans along that ended before it was known where it belongs`() throws {
        let start = try #require(Self.start)
        let tracer = tracer(percent: 0)
        let request = begin(tracer)
        tracer.startSpan("store write", context: request.context).end()
        request.trace.join(start)
        request.end()
        #expect(collected.traces.map(\.id) == [start.trace])
        #expect(collected.traces.first?.spans.count == 2)
    }

    @Test func `is linked with the one in which the code was asked for, where its caller has its own`() throws {
        let start = try #require(Self.start)
        let request = begin(tracer(), header: Self.header)
        request.trace.join(start)
        request.end()
        let trace = try #require(collected.traces.first)
        #expect(trace.id.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(trace.spans.first?.links == [start])
    }

    @Test func `ends once`() {
        let request = begin(tracer())
        request.end()
        request.end()
        #expect(collected.traces.count == 1)
    }

    @Test func `goes on to whoever is called`() {
        let tracer = tracer()
        let request = begin(tracer, header: Self.header)
        var headers: [String: String] = [:]
        tracer.inject(request.context, into: &headers, using: HeaderWriter())
        #expect(headers == ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-\(request.id)-01"])
    }

    @Test func `keeps the kind of an error and not its text`() throws {
        struct Secretive: Error, CustomStringConvertible { let description = "+15551234567" }
        let request = begin(tracer())
        request.recordError(Secretive())
        request.end()
        let event = try #require(collected.traces.first?.spans.first?.events.first)
        #expect(!"\(event)".contains("5551234567"))
    }
}

/// Traces that were handed over.
final class Collected: Sendable {
    private let all = Mutex<[FinishedTrace]>([])
    var traces: [FinishedTrace] { all.withLock { $0 } }
    func append(_ trace: FinishedTrace) { all.withLock { $0.append(trace) } }
}

private struct HeaderReader: Extractor {
    func extract(key: String, from headers: [String: String]) -> String? { headers[key] }
}

private struct HeaderWriter: Injector {
    func inject(_ value: String, forKey key: String, into headers: inout [String: String]) { headers[key] = value }
}
