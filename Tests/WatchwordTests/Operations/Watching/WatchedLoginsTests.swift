import Identity
import Testing
import Tracing

@testable import Watchword

@Suite struct `Logins that are watched` {
    private let registry = MetricRegistry()
    private let collected = Collected()

    private func value(_ name: String, _ labels: [String]) -> Int64? {
        let family = registry.families.first { $0.declaration.name == name }
        guard case .counter(let series) = family?.series.first(where: { $0.labels == labels })?.series else {
            return nil
        }
        return series.value
    }

    @Test(arguments: StartResult.allCases)
    func `are counted by what came of their start`(result: StartResult) {
        WatchedLogins(registry).started(result, isAddressCounted: false)
        #expect(value("watchword_login_starts_total", [result.rawValue]) == 1)
    }

    @Test(arguments: TrialResult.allCases)
    func `are counted by what came of a try`(result: TrialResult) {
        WatchedLogins(registry).tried(result, mark: nil)
        #expect(value("watchword_login_tries_total", [result.rawValue]) == 1)
    }

    @Test(arguments: [
        (StartResult.sent, true, "address", "allowed"), (.sent, true, "number", "allowed"),
        (.addressLimited, false, "address", "refused"), (.numberLimited, false, "number", "refused"),
    ])
    func `are counted by what the limits said`(
        result: StartResult, isAddressCounted: Bool, limit: String, decision: String
    ) {
        WatchedLogins(registry).started(result, isAddressCounted: isAddressCounted)
        #expect(value("watchword_limit_decisions_total", [limit, decision]) == 1)
    }

    @Test func `leave no mark without a trace`() {
        #expect(WatchedLogins(registry).mark() == nil)
    }

    @Test(arguments: [(0, false), (100, true)])
    func `leave a mark where the trace is exported`(percent: Int, isMarked: Bool) {
        let tracer = RequestTracer(percent: percent, random: SystemRandom()) { _ in }
        let span = tracer.startSpan("start", context: .topLevel, ofKind: .server)
        let mark = InstrumentationContext.withValue(span.context) { WatchedLogins(registry).mark() }
        #expect((mark != nil) == isMarked)
    }

    @Test func `are one trace from the start to the try`() {
        let logins = WatchedLogins(registry)
        let tracer = RequestTracer(percent: 100, random: SystemRandom()) { [collected] in collected.append($0) }
        let start = tracer.startSpan("start", context: .topLevel, ofKind: .server)
        let mark = InstrumentationContext.withValue(start.context) { logins.mark() }
        start.end()
        let exchange = tracer.startSpan("try", context: .topLevel, ofKind: .server)
        InstrumentationContext.withValue(exchange.context) { logins.tried(.right, mark: mark.map { $0[...] }) }
        exchange.end()
        #expect(collected.traces.count == 2)
        #expect(Set(collected.traces.map(\.id)).count == 1)
        #expect(collected.traces.last?.spans.first?.parent == start.id)
    }
}
