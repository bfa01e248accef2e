import Synchronization

/// What the spans of one request have in common. Its spans are gathered here and leave together, because which trace they belong to
/// may turn out late: whoever types a code belongs to the trace in which the code was asked for.
final class RequestTrace: Sendable {
    private struct State {
        var id: TraceID
        /// Above the request's own span.
        var parent: SpanID?
        var isSampled: Bool
        var links: [TracePosition] = []
        var finished: [FinishedSpan] = []
        var isOver = false
    }

    /// Where the request's caller stands in a trace, if it said so.
    let caller: TracePosition?
    private let state: Mutex<State>
    private let export: @Sendable (FinishedTrace) -> Void

    init(
        id: TraceID, caller: TracePosition?, isSampled: Bool, export: @escaping @Sendable (FinishedTrace) -> Void
    ) {
        self.caller = caller
        self.export = export
        state = Mutex(State(id: id, parent: caller?.span, isSampled: isSampled))
    }

    func position(of span: SpanID) -> TracePosition {
        state.withLock { TracePosition(trace: $0.id, span: span, isSampled: $0.isSampled) }
    }

    /// Makes the request a part of an earlier trace; where its caller has named another one, that one is kept and the earlier is
    /// linked to.
    func join(_ earlier: TracePosition) {
        state.withLock { state in
            guard caller == nil else {
                if earlier.trace != state.id { state.links.append(earlier) }
                return
            }
            state.id = earlier.trace
            state.parent = earlier.span
            state.isSampled = true
        }
    }

    /// Takes a span that is over; with the request's own, all of them leave.
    func finish(_ span: FinishedSpan, isRequest: Bool) {
        let trace: FinishedTrace? = state.withLock { state in
            guard isRequest || state.isOver else {
                state.finished.append(span)
                return nil
            }
            var spans = state.finished
            var span = span
            if isRequest {
                span.parent = state.parent
                span.links += state.links
            }
            spans.append(span)
            state.finished = []
            state.isOver = true
            return state.isSampled ? FinishedTrace(id: state.id, spans: spans) : nil
        }
        if let trace { export(trace) }
    }
}
