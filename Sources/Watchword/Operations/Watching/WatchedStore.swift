import CoreMetrics
import Identity
import Tracing

/// A store whose transactions are timed. What nobody waits for is not.
struct WatchedStore: Store {
    private let store: any Store
    private let tracer: (any Tracer)?
    private let writing: Handles
    private let reading: Handles

    /// One kind of transaction.
    private struct Handles: Sendable {
        let spanName: String
        let duration: Timer
        let overloaded: Counter
        let failed: Counter

        init(_ operation: String, _ factory: any MetricsFactory) {
            func failures(_ reason: String) -> Counter {
                Counter(
                    label: "watchword_store_failures_total",
                    dimensions: [("operation", operation), ("reason", reason)], factory: factory)
            }
            spanName = "store \(operation)"
            duration = Timer(
                label: "watchword_store_duration_seconds", dimensions: [("operation", operation)], factory: factory)
            overloaded = failures("overloaded")
            failed = failures("failed")
        }
    }

    init(_ store: any Store, factory: any MetricsFactory, tracer: (any Tracer)?) {
        self.store = store
        self.tracer = tracer
        writing = Handles("write", factory)
        reading = Handles("read", factory)
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await timed(writing) { () async throws(StoreError) in try await store.write(body) }
    }

    func read<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await timed(reading) { () async throws(StoreError) in try await store.read(body) }
    }

    func enqueue(_ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Void) {
        store.enqueue(body)
    }

    private func timed<T: Sendable>(
        _ handles: Handles, _ transaction: () async throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        let (start, span) = begin(handles)
        do throws(StoreError) {
            let result = try await transaction()
            end(handles, start, span)
            return result
        } catch { throw fail(handles, start, span, error) }
    }

    private func begin(_ handles: Handles) -> (ContinuousClock.Instant, (any Span)?) {
        let start = ContinuousClock.now
        guard let tracer, let context = InstrumentationContext.current, context.traceSpan != nil else {
            return (start, nil)
        }
        return (start, tracer.startSpan(handles.spanName, context: context, ofKind: .internal))
    }

    private func end(_ handles: Handles, _ start: ContinuousClock.Instant, _ span: (any Span)?) {
        handles.duration.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
        span?.end()
    }

    /// What a closure threw is its own business; that it was not carried out is ours.
    private func fail(
        _ handles: Handles, _ start: ContinuousClock.Instant, _ span: (any Span)?, _ error: StoreError
    ) -> StoreError {
        switch error {
        case .overloaded: handles.overloaded.increment()
        default: handles.failed.increment()
        }
        span?.recordError(error)
        span?.setStatus(SpanStatus(code: .error))
        end(handles, start, span)
        return error
    }
}
