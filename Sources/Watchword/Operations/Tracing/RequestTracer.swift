import Identity
import Tracing

/// Makes spans for swift-distributed-tracing and reads and writes W3C `traceparent`. What else its callers send, `tracestate` and
/// baggage, is not passed on: it comes from strangers, and a gateway is somebody else's server.
struct RequestTracer: Tracer {
    typealias Span = TraceSpan

    /// Which share of the traces that begin here is exported; of others the caller decides.
    let percent: Int
    let random: any RandomSource
    let export: @Sendable (FinishedTrace) -> Void

    static let header = "traceparent"

    func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> TraceSpan {
        let context = context()
        let start = instant().nanosecondsSinceEpoch
        if let outer = context.traceSpan {
            return TraceSpan(
                operationName, id: newSpan(), in: outer.trace, below: outer.id, kind: kind, start: start,
                context: context)
        }
        let caller = context.tracePosition
        let id = caller?.trace ?? newTrace()
        let trace = RequestTrace(
            id: id, caller: caller, isSampled: caller?.isSampled ?? isChosen(id), export: export)
        return TraceSpan(
            operationName, id: newSpan(), in: trace, below: nil, kind: kind, start: start, context: context)
    }

    func activeSpan(identifiedBy context: InstrumentationContext) -> TraceSpan? { context.traceSpan }

    /// The exporter has its own rhythm.
    func forceFlush() {}

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let header = extractor.extract(key: RequestTracer.header, from: carrier) else { return }
        context.tracePosition = TracePosition(header: header)
    }

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let position = context.currentPosition else { return }
        injector.inject(position.header, forKey: RequestTracer.header, into: &carrier)
    }

    /// By the trace's own name, so that every server chooses the same ones.
    private func isChosen(_ id: TraceID) -> Bool {
        switch percent {
        case 100...: true
        case ...0: false
        default: id.low % 100 < UInt64(percent)
        }
    }

    private func newTrace() -> TraceID {
        while true { if let id = TraceID(high: number(), low: number()) { return id } }
    }

    private func newSpan() -> SpanID {
        while true { if let id = SpanID(number()) { return id } }
    }

    private func number() -> UInt64 { random.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
