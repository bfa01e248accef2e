import CoreMetrics
import Identity
import Tracing

/// A signer whose signatures are timed, the wait for a thread included.
struct WatchedSigner: TokenSigner {
    private let signer: any TokenSigner
    private let tracer: (any Tracer)?
    private let duration: Timer
    private let overloaded: Counter
    private let failed: Counter

    init(_ signer: any TokenSigner, factory: any MetricsFactory, tracer: (any Tracer)?) {
        func failures(_ reason: String) -> Counter {
            Counter(
                label: "watchword_signature_failures_total", dimensions: [("reason", reason)], factory: factory)
        }
        self.signer = signer
        self.tracer = tracer
        duration = Timer(label: "watchword_signature_duration_seconds", factory: factory)
        overloaded = failures("overloaded")
        failed = failures("failed")
    }

    func sign(
        _ input: [UInt8], with key: KeyRing.Entry, algorithm: SigningAlgorithm
    ) async throws(SigningFailure) -> [UInt8] {
        let start = ContinuousClock.now
        let span = begin()
        defer {
            duration.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
            span?.end()
        }
        do throws(SigningFailure) {
            return try await signer.sign(input, with: key, algorithm: algorithm)
        } catch {
            (error == .overloaded ? overloaded : failed).increment()
            span?.setStatus(SpanStatus(code: .error))
            throw error
        }
    }

    private func begin() -> (any Span)? {
        guard let tracer, let context = InstrumentationContext.current, context.traceSpan != nil else { return nil }
        return tracer.startSpan("sign", context: context, ofKind: .internal)
    }
}
