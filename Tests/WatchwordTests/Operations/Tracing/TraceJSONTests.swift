import Identity
import Testing
import Tracing

@testable import Watchword

@Suite struct `A body for the collector` {
    private let trace = FinishedTrace.sample()

    private func span(_ trace: FinishedTrace) throws -> JSONObject {
        let body = TraceJSON(resource: [("service.name", "watchword")], version: "1.2.3").body([trace])
        let resource = try #require(try JSON.parse(body).object?["resourceSpans"]?.array?.first?.object)
        return try #require(
            resource["scopeSpans"]?.array?.first?.object?["spans"]?.array?.first?.object)
    }

    @Test func `says what the spans come from`() throws {
        let body = TraceJSON(resource: [("service.name", "watchword")], version: "1.2.3").body([trace])
        let resource = try JSON.parse(body).object?["resourceSpans"]?.array?.first?.object
        #expect(
            resource?["resource"]
                == ["attributes": [["key": "service.name", "value": ["stringValue": "watchword"]]]])
        #expect(
            resource?["scopeSpans"]?.array?.first?.object?["scope"] == ["name": "watchword", "version": "1.2.3"])
    }

    @Test func `names trace, span and parent in hexadecimal`() throws {
        let span = try span(trace)
        #expect(span["traceId"] == "0000000000000001000000000000000a")
        #expect(span["spanId"] == "000000000000000b")
        #expect(span["parentSpanId"] == "000000000000000c")
    }

    @Test func `writes 64-bit numbers as texts`() throws {
        let span = try span(trace)
        #expect(span["startTimeUnixNano"] == "1700000000000000001")
        #expect(span["endTimeUnixNano"] == "1700000000000000002")
    }

    @Test func `has no parent for the first span of a trace`() throws {
        #expect(try span(.sample(parent: nil))["parentSpanId"] == nil)
    }

    @Test(arguments: [
        (SpanKind.internal, 1), (.server, 2), (.client, 3), (.producer, 4), (.consumer, 5),
    ])
    func `numbers the kinds of spans`(kind: SpanKind, number: Int) throws {
        #expect(try span(.sample(kind: kind))["kind"] == .int(number))
    }

    @Test func `types attributes, in the order of their names`() throws {
        let attributes: SpanAttributes = ["b": 200, "a": "text", "c": true]
        #expect(
            try span(.sample(attributes: attributes))["attributes"] == [
                ["key": "a", "value": ["stringValue": "text"]], ["key": "b", "value": ["intValue": "200"]],
                ["key": "c", "value": ["boolValue": true]],
            ])
    }

    @Test func `carries an error as status 2`() throws {
        #expect(try span(.sample(status: SpanStatus(code: .error)))["status"] == ["code": 2])
    }

    @Test func `carries links to other traces`() throws {
        let other = try #require(TracePosition(header: "00-11111111111111111111111111111111-2222222222222222-01"))
        #expect(
            try span(.sample(links: [other]))["links"]
                == [["traceId": "11111111111111111111111111111111", "spanId": "2222222222222222"]])
    }
}

@Suite struct `A collector's answer` {
    @Test(arguments: [
        ("", 0), ("{}", 0), (#"{"partialSuccess":{}}"#, 0), (#"{"partialSuccess":{"rejectedSpans":"3"}}"#, 3),
        (#"{"partialSuccess":{"rejectedSpans":3,"errorMessage":"x"}}"#, 3), ("not JSON", 0),
    ])
    func `says how many spans it rejected`(body: String, rejected: Int) {
        #expect(TraceExporter.rejected(Array(body.utf8)) == rejected)
    }
}

@Suite struct `The queue of spans` {
    @Test func `gives whole traces, oldest first`() {
        let queue = SpanQueue()
        for number in 1...3 { queue.append(.sample(trace: UInt64(number), spans: 2)) }
        #expect(queue.take(about: 3).map(\.id.low) == [1, 2])
        #expect(queue.waiting == 2)
    }

    @Test func `drops and counts what it has no room for`() {
        let queue = SpanQueue(capacity: 3)
        queue.append(.sample(spans: 2))
        queue.append(.sample(spans: 2))
        #expect(queue.waiting == 2)
        #expect(queue.dropped == 2)
    }

    @Test func `has room again once something was taken`() {
        let queue = SpanQueue(capacity: 2)
        queue.append(.sample(spans: 2))
        _ = queue.take(about: 1)
        queue.append(.sample(spans: 2))
        #expect(queue.dropped == 0)
    }
}

extension FinishedTrace {
    /// A trace of equal spans.
    static func sample(
        trace: UInt64 = 10, spans: Int = 1, parent: SpanID? = SpanID(12), kind: SpanKind = .server,
        attributes: SpanAttributes = [:], status: SpanStatus? = nil, links: [TracePosition] = []
    ) -> FinishedTrace {
        guard let id = TraceID(high: 1, low: trace), let span = SpanID(11) else { preconditionFailure("not zero") }
        let one = FinishedSpan(
            id: span, parent: parent, name: "request", kind: kind, start: 1_700_000_000_000_000_001,
            end: 1_700_000_000_000_000_002, attributes: attributes, events: [], status: status, links: links)
        return FinishedTrace(id: id, spans: Array(repeating: one, count: spans))
    }
}
