import CoreMetrics
import Glibc
import Identity
import Logging
import SMS
import ServiceLifecycle
import Storage
import Tracing
import Web

/// Measuring and tracing, as the settings want them; where neither is wanted, nothing is put in anybody's way.
struct Operations: Sendable {
    /// Where metrics go: the registry, or nowhere.
    let factory: any MetricsFactory
    let logins: any LoginWatch
    /// What runs beside the server: the exporter of traces, the listener for scrapers.
    let services: [any Service]

    private let registry: MetricRegistry?
    private let tracing: RequestTracing
    /// Nil where no spans are made.
    private let tracer: RequestTracer?

    /// - Parameter port: the one that the operations listener has, nil for none.
    init(_ settings: OperationsSettings, port: Int?, random: any RandomSource, logger: Logger) {
        let registry = port.map { _ in MetricRegistry() }
        let factory: any MetricsFactory = registry ?? NOOPMetricsHandler.instance
        var services: [any Service] = []
        var tracer: RequestTracer?
        if let endpoint = settings.otlpEndpoint {
            let queue = SpanQueue()
            tracer = RequestTracer(percent: settings.tracePercent, random: random) { queue.append($0) }
            services.append(Operations.exporter(to: endpoint, queue: queue, factory: factory, logger: logger))
            registry?.observe("watchword_trace_spans_waiting") { Double(queue.waiting) }
            registry?.observe("watchword_trace_spans_total", [("outcome", "dropped")]) { Double(queue.dropped) }
        }
        if let registry, let port {
            services.append(
                OperationsListener(host: settings.host, port: port, registry: registry, logger: logger))
            ProcessFigures.observe(in: registry)
            registry.observe("watchword_build_info", [("version", Version.number)]) { 1 }
        }
        let reader = tracer ?? RequestTracer(percent: 0, random: random) { _ in }
        tracing = RequestTracing(tracer: reader, makesSpans: tracer != nil)
        logins = registry == nil && tracer == nil ? UnwatchedLogins() : WatchedLogins(factory)
        self.factory = factory
        self.registry = registry
        self.tracer = tracer
        self.services = services
    }

    /// Times transactions, and counts what the writers do.
    func watch(_ store: SQLStore) -> any Store {
        registry?.observe("watchword_store_commits_total") { Double(store.statistics.commits) }
        registry?.observe("watchword_store_transactions_total") { Double(store.statistics.items) }
        registry?.observe("watchword_store_largest_batch") { Double(store.statistics.largestBatch) }
        registry?.observe("watchword_store_waiting") { Double(store.statistics.waiting) }
        guard registry != nil || tracer != nil else { return store }
        return WatchedStore(store, factory: factory, tracer: tracer)
    }

    /// Times signatures.
    func watch(_ signer: any TokenSigner) -> any TokenSigner {
        guard registry != nil || tracer != nil else { return signer }
        return WatchedSigner(signer, factory: factory, tracer: tracer)
    }

    /// Times providers, and passes traces on to them.
    func watch(_ provider: any SMSProvider, limit: Int) -> any SMSProvider {
        let watched = WatchedProvider(provider, factory: factory, tracer: tracer)
        registry?.observe("watchword_messages_in_flight") { Double(watched.inFlight) }
        registry?.observe("watchword_messages_in_flight_limit") { Double(limit) }
        return watched
    }

    /// Says how many connections there are.
    func watch(_ budget: DescriptorBudget) {
        registry?.observe("watchword_connections", [("direction", "in")]) { Double(budget.used.inbound) }
        registry?.observe("watchword_connections", [("direction", "out")]) { Double(budget.used.outbound) }
        registry?.observe("watchword_connections_limit") { Double(budget.limit) }
    }

    /// Measures requests and reads their traces, and says what the limits of the doors decide.
    func watch(_ web: inout WebServices) {
        if registry != nil { web.metrics = RequestMetrics(factory) }
        web.tracing = tracing
        watch(web.tokenLimit?.tally, named: "token")
        watch(web.managementLimit?.tally, named: "management")
    }

    private func watch(_ tally: LimitTally?, named limit: String) {
        guard let tally else { return }
        registry?.observe("watchword_limit_decisions_total", [("limit", limit), ("decision", "allowed")]) {
            Double(tally.allowed)
        }
        registry?.observe("watchword_limit_decisions_total", [("limit", limit), ("decision", "refused")]) {
            Double(tally.refused)
        }
    }

    private static func exporter(
        to endpoint: BaseURL, queue: SpanQueue, factory: any MetricsFactory, logger: Logger
    ) -> TraceExporter {
        func spans(_ outcome: String) -> Counter {
            Counter(label: "watchword_trace_spans_total", dimensions: [("outcome", outcome)], factory: factory)
        }
        let host = hostName
        let resource = [
            ("service.name", "watchword"), ("service.version", Version.number), ("host.name", host),
            ("service.instance.id", "\(host)-\(getpid())"),
        ]
        return TraceExporter(
            queue: queue, url: "\(endpoint)v1/traces", json: TraceJSON(resource: resource, version: Version.number),
            logger: logger, exported: spans("exported"), failed: spans("failed"))
    }

    /// What the machine calls itself; no name server is asked.
    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
