import Identity
import Tracing

/// The body of a request to a collector: `ExportTraceServiceRequest` of OTLP 1.x in its JSON form. Names of bytes are hexadecimal,
/// 64-bit numbers are texts, enumerations are numbers.
struct TraceJSON {
    /// What the spans come from, such as `service.name`.
    let resource: [(String, String)]
    let version: String

    func body(_ traces: [FinishedTrace]) -> [UInt8] {
        let spans = traces.flatMap { trace in trace.spans.map { span(span: $0, of: trace.id) } }
        let scope: JSON = ["name": "watchword", "version": .string(version)]
        let attributes = resource.map { TraceJSON.attribute($0.0, .string($0.1)) }
        let body: JSON = [
            "resourceSpans": [
                [
                    "resource": ["attributes": .array(attributes)],
                    "scopeSpans": [["scope": scope, "spans": .array(spans)]],
                ]
            ]
        ]
        return body.serialized()
    }

    private func span(span: FinishedSpan, of trace: TraceID) -> JSON {
        var object: JSONObject = [
            "traceId": .string(trace.description), "spanId": .string(span.id.description),
            "name": .string(span.name), "kind": .int(TraceJSON.number(of: span.kind)),
            "startTimeUnixNano": .string(String(span.start)), "endTimeUnixNano": .string(String(span.end)),
        ]
        object["parentSpanId"] = span.parent.map { .string($0.description) }
        object["attributes"] = TraceJSON.attributes(span.attributes)
        if !span.events.isEmpty {
            object["events"] = .array(span.events.map(TraceJSON.event))
        }
        if !span.links.isEmpty {
            object["links"] = .array(
                span.links.map { ["traceId": .string($0.trace.description), "spanId": .string($0.span.description)] })
        }
        if let status = span.status {
            var described: JSONObject = ["code": .int(status.code == .error ? 2 : 1)]
            described["message"] = status.message.map { .string($0) }
            object["status"] = .object(described)
        }
        return .object(object)
    }

    private static func event(_ event: SpanEvent) -> JSON {
        var object: JSONObject = [
            "timeUnixNano": .string(String(event.nanosecondsSinceEpoch)), "name": .string(event.name),
        ]
        object["attributes"] = attributes(event.attributes)
        return .object(object)
    }

    private static func attributes(_ attributes: SpanAttributes) -> JSON? {
        guard !attributes.isEmpty else { return nil }
        var all: [(String, SpanAttribute)] = []
        attributes.forEach { all.append(($0, $1)) }
        return .array(all.sorted { $0.0 < $1.0 }.map { attribute($0.0, $0.1) })
    }

    private static func attribute(_ key: String, _ value: SpanAttribute) -> JSON {
        ["key": .string(key), "value": self.value(value)]
    }

    /// Kinds of values that nobody here uses become their descriptions.
    private static func value(_ value: SpanAttribute) -> JSON {
        switch value {
        case .int32(let number): ["intValue": .string(String(number))]
        case .int64(let number): ["intValue": .string(String(number))]
        case .bool(let flag): ["boolValue": .bool(flag)]
        case .string(let text): ["stringValue": .string(text)]
        case .stringConvertible(let thing): ["stringValue": .string("\(thing)")]
        default: ["stringValue": .string("\(value)")]
        }
    }

    private static func number(of kind: SpanKind) -> Int {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}
