import CoreMetrics
import Identity
import Synchronization
import Tracing

/// A provider whose answers are timed, and whose messages carry the trace that they belong to.
final class WatchedProvider: SMSProvider {
    private let provider: any SMSProvider
    private let tracer: (any Tracer)?
    private let durations: [Kind: [Outcome: Timer]]
    private let placesTaken = Atomic<Int>(0)

    private enum Kind: String, CaseIterable {
        case gateway, twilio, incomplete

        init(_ provider: SMSOptions.Provider) {
            switch provider {
            case .gateway: self = .gateway
            case .twilio: self = .twilio
            case .incomplete: self = .incomplete
            }
        }
    }

    private enum Outcome: String, CaseIterable {
        case accepted, refused, unknown

        init(_ delivery: Delivery) {
            switch delivery {
            case .accepted: self = .accepted
            case .refused: self = .refused
            case .unknown: self = .unknown
            }
        }
    }

    /// - Parameter tracer: nil where no spans are made; a caller's trace is passed on all the same.
    init(_ provider: any SMSProvider, factory: any MetricsFactory, tracer: (any Tracer)?) {
        self.provider = provider
        self.tracer = tracer
        durations = Dictionary(
            uniqueKeysWithValues: Kind.allCases.map { kind in
                let timers = Outcome.allCases.map { outcome in
                    let labels = [("provider", kind.rawValue), ("outcome", outcome.rawValue)]
                    return (
                        outcome,
                        Timer(label: "watchword_message_duration_seconds", dimensions: labels, factory: factory)
                    )
                }
                return (kind, Dictionary(uniqueKeysWithValues: timers))
            })
    }

    /// Messages under way.
    var inFlight: Int { placesTaken.load(ordering: .relaxed) }

    func reservePlace() -> Bool {
        guard provider.reservePlace() else { return false }
        placesTaken.wrappingAdd(1, ordering: .relaxed)
        return true
    }

    func releasePlace() {
        placesTaken.wrappingSubtract(1, ordering: .relaxed)
        provider.releasePlace()
    }

    func send(_ message: SMSMessage, through route: SMSOptions.Provider) async -> Delivery {
        let start = ContinuousClock.now
        let (kind, span) = (Kind(route), begin())
        var message = message
        message.traceParent = (span?.position ?? InstrumentationContext.current?.currentPosition)?.header
        let delivery = await provider.send(message, through: route)
        let outcome = Outcome(delivery)
        durations[kind]?[outcome]?.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
        if let span { end(span, kind, outcome) }
        return delivery
    }

    private func begin() -> TraceSpan? {
        guard let tracer, let context = InstrumentationContext.current, context.traceSpan != nil else { return nil }
        let span: any Span = tracer.startSpan("send message", context: context, ofKind: .client)
        return span as? TraceSpan
    }

    private func end(_ span: TraceSpan, _ kind: Kind, _ outcome: Outcome) {
        span.updateAttributes { attributes in
            attributes["watchword.provider"] = kind.rawValue
            attributes["watchword.outcome"] = outcome.rawValue
        }
        if outcome != .accepted { span.setStatus(SpanStatus(code: .error)) }
        span.end()
    }
}
