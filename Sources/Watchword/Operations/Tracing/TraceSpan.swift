import Synchronization
import Tracing

/// A span under way.
final class TraceSpan: Span {
    private struct State {
        var name: String
        var attributes: SpanAttributes = [:]
        var events: [SpanEvent] = []
        var status: SpanStatus?
        var links: [TracePosition] = []
        var isOver = false
    }

    let trace: RequestTrace
    let id: SpanID
    /// Nil for the request's own span, whose parent the trace knows.
    private let parent: SpanID?
    private let kind: SpanKind
    private let start: UInt64
    private let outer: InstrumentationContext
    private let state: Mutex<State>

    init(
        _ name: String, id: SpanID, in trace: RequestTrace, below parent: SpanID?, kind: SpanKind, start: UInt64,
        context outer: InstrumentationContext
    ) {
        self.id = id
        self.trace = trace
        self.parent = parent
        self.kind = kind
        self.start = start
        self.outer = outer
        state = Mutex(State(name: name))
    }

    /// Where whatever happens within this span stands.
    var position: TracePosition { trace.position(of: id) }

    var context: InstrumentationContext {
        var context = outer
        context.traceSpan = self
        return context
    }

    var operationName: String {
        get { state.withLock { $0.name } }
        set { state.withLock { $0.name = newValue } }
    }

    var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { state.withLock { $0.attributes = newValue } }
    }

    var isRecording: Bool { state.withLock { !$0.isOver } }

    func setStatus(_ status: SpanStatus) { state.withLock { $0.status = status } }

    func addEvent(_ event: SpanEvent) {
        state.withLock { state in if state.events.count < TraceSpan.eventLimit { state.events.append(event) } }
    }

    /// The kind of error, without its text, which may name a person.
    func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        var attributes = attributes
        attributes["exception.type"] = "\(type(of: error))"
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    func addLink(_ link: SpanLink) {
        guard let position = link.context.traceSpan?.position ?? link.context.tracePosition else { return }
        state.withLock { state in if state.links.count < TraceSpan.eventLimit { state.links.append(position) } }
    }

    func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let end = instant().nanosecondsSinceEpoch
        let finished: FinishedSpan? = state.withLock { state in
            guard !state.isOver else { return nil }
            state.isOver = true
            return FinishedSpan(
                id: id, parent: parent, name: state.name, kind: kind, start: start, end: max(start, end),
                attributes: state.attributes, events: state.events, status: state.status, links: state.links)
        }
        if let finished { trace.finish(finished, isRequest: parent == nil) }
    }

    /// A span is not a log.
    private static let eventLimit = 32
}

extension InstrumentationContext {
    private enum SpanKey: InstrumentationContextKey { typealias Value = TraceSpan }
    private enum PositionKey: InstrumentationContextKey { typealias Value = TracePosition }

    /// The span that is under way.
    var traceSpan: TraceSpan? {
        get { self[SpanKey.self] }
        set { self[SpanKey.self] = newValue }
    }

    /// Where the caller of a request stands.
    var tracePosition: TracePosition? {
        get { self[PositionKey.self] }
        set { self[PositionKey.self] = newValue }
    }

    /// Where whatever is logged or sent now stands in a trace.
    var currentPosition: TracePosition? {
        guard let span = traceSpan else { return tracePosition }
        return span.position
    }
}
