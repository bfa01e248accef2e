import CoreMetrics
import Synchronization

/// What swift-metrics writes to and `/metrics` reads from. Series are made once and kept by whoever counts; counting itself does not
/// come here.
final class MetricRegistry: MetricsFactory {
    /// One line or several of `/metrics`.
    enum Series: Sendable {
        case counter(CounterSeries)
        case gauge(GaugeSeries)
        case histogram(HistogramSeries, bounds: [Double])
        /// Asked for at every scrape.
        case observed(@Sendable () -> Double)
    }

    /// A metric with the series that it has so far, by the values of its labels in the order in which they were declared.
    struct Family: Sendable {
        let declaration: MetricDeclaration
        var series: [(labels: [String], series: Series)] = []
        var places: [[String]: Int] = [:]
    }

    /// More series of one metric than fixed sets of labels can give: what goes beyond is a mistake, and must not eat memory.
    static let seriesLimit = 2_000

    private let state: Mutex<[String: Family]>
    private let order: [String]
    private let refused = CounterSeries()

    init(_ declarations: [MetricDeclaration] = MetricCatalogue.all) {
        order = declarations.map(\.name)
        state = Mutex(
            Dictionary(declarations.map { ($0.name, Family(declaration: $0)) }, uniquingKeysWith: { first, _ in first })
        )
        observe("watchword_metric_series_refused_total") { [refused] in Double(refused.value) }
    }

    /// All metrics that have a series, in the order of their declarations.
    var families: [Family] {
        state.withLock { state in order.compactMap { state[$0] }.filter { !$0.series.isEmpty } }
    }

    /// A series whose value is asked for at every scrape; it must be quick.
    func observe(
        _ name: String, _ labels: [(String, String)] = [], value: @escaping @Sendable () -> Double
    ) {
        _ = series(name, labels) { _ in .observed(value) }
    }

    /// Finds the series or makes it; nil where the metric or its labels are not declared, or where it has too many.
    private func series(
        _ name: String, _ dimensions: [(String, String)], make: (MetricDeclaration) -> Series?
    ) -> Series? {
        state.withLock { state in
            guard let family = state[name], family.declaration.labels.count == dimensions.count else { return nil }
            var labels: [String] = []
            for label in family.declaration.labels {
                guard let value = dimensions.first(where: { $0.0 == label })?.1 else { return nil }
                labels.append(value)
            }
            if let place = family.places[labels] { return family.series[place].series }
            guard family.series.count < MetricRegistry.seriesLimit else {
                refused.increment(by: 1)
                return nil
            }
            guard let series = make(family.declaration) else { return nil }
            state[name]?.places[labels] = family.series.count
            state[name]?.series.append((labels, series))
            return series
        }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let made = series(label, dimensions) { $0.kind == .counter ? .counter(CounterSeries()) : nil }
        guard case .counter(let series) = made else { return NOOPMetricsHandler.instance }
        return series
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        let made = series(label, dimensions) { $0.kind == .gauge ? .gauge(GaugeSeries()) : nil }
        guard case .gauge(let series) = made else { return NOOPMetricsHandler.instance }
        return series
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        let made = series(label, dimensions) { declaration in
            switch declaration.kind {
            case .histogram(let bounds): .histogram(HistogramSeries(bounds: bounds, scale: 1), bounds: bounds)
            case .gauge: .gauge(GaugeSeries())
            case .counter: nil
            }
        }
        switch made {
        case .histogram(let series, _): return series
        case .gauge(let series): return series
        case .counter, .observed, nil: return NOOPMetricsHandler.instance
        }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let made = series(label, dimensions) { declaration in
            guard case .histogram(let bounds) = declaration.kind else { return nil }
            return .histogram(HistogramSeries(bounds: bounds, scale: 1e9), bounds: bounds)
        }
        guard case .histogram(let series, _) = made else { return NOOPMetricsHandler.instance }
        return series
    }

    // Series live as long as the program: a counter that vanishes and comes back looks like a restart.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
