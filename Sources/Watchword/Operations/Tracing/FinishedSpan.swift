import Tracing

/// A span that is over, as the collector gets it.
struct FinishedSpan: Sendable {
    let id: SpanID
    /// Nil for the first of a trace.
    var parent: SpanID?
    let name: String
    let kind: SpanKind
    /// Nanoseconds since 1970.
    let start: UInt64
    let end: UInt64
    let attributes: SpanAttributes
    let events: [SpanEvent]
    let status: SpanStatus?
    /// Other traces that it belongs to.
    var links: [TracePosition]
}

/// The spans of one request, handed over when the request is answered.
struct FinishedTrace: Sendable {
    let id: TraceID
    let spans: [FinishedSpan]
}
