import CoreMetrics
import Testing

@testable import Watchword

@Suite struct `The text of metrics` {
    private func text(_ registry: MetricRegistry) -> String {
        String(decoding: MetricText.bytes(of: registry.families), as: UTF8.self)
    }

    private func registry(_ declarations: MetricDeclaration...) -> MetricRegistry { MetricRegistry(declarations) }

    @Test func `has help, type and value of a counter`() {
        let registry = registry(MetricDeclaration("a_total", .counter, "What it counts."))
        let counter = Counter(label: "a_total", factory: registry)
        counter.increment(by: 3)
        #expect(text(registry) == "# HELP a_total What it counts.\n# TYPE a_total counter\na_total 3\n")
    }

    @Test func `has the labels in the order of their declaration`() {
        let registry = registry(MetricDeclaration("a_total", .counter, "", labels: ["x", "y"]))
        Counter(label: "a_total", dimensions: [("y", "2"), ("x", "1")], factory: registry).increment()
        #expect(text(registry).hasSuffix("\na_total{x=\"1\",y=\"2\"} 1\n"))
    }

    @Test func `escapes what would end a label`() {
        let registry = registry(MetricDeclaration("a_total", .counter, "", labels: ["x"]))
        Counter(label: "a_total", dimensions: [("x", "\"\\\n")], factory: registry).increment()
        #expect(text(registry).hasSuffix(#"{x="\"\\\n"} 1"# + "\n"))
    }

    @Test func `adds a histogram's buckets up`() {
        let registry = registry(MetricDeclaration("a_seconds", .histogram([0.001, 0.5, 1]), ""))
        let timer = Timer(label: "a_seconds", factory: registry)
        for milliseconds in [1, 2, 700, 5_000] { timer.recordMilliseconds(milliseconds) }
        #expect(
            text(registry).hasSuffix(
                """
                a_seconds_bucket{le="0.001"} 1
                a_seconds_bucket{le="0.5"} 2
                a_seconds_bucket{le="1"} 3
                a_seconds_bucket{le="+Inf"} 4
                a_seconds_sum 5.703
                a_seconds_count 4

                """))
    }

    @Test(arguments: [(0.0, "0"), (1.5, "1.5"), (-2, "-2"), (.infinity, "+Inf"), (.nan, "NaN"), (0.00001, "1e-05")])
    func `writes a gauge as Prometheus reads it`(value: Double, written: String) {
        let registry = registry(MetricDeclaration("a", .gauge, ""))
        Meter(label: "a", factory: registry).set(value)
        #expect(text(registry).hasSuffix("\na \(written)\n"))
    }

    @Test func `asks for an observed value at every scrape`() {
        let registry = registry(MetricDeclaration("a", .gauge, ""), MetricDeclaration("b_total", .counter, ""))
        let counter = CounterSeries()
        registry.observe("a") { Double(counter.value) }
        counter.increment(by: 7)
        #expect(text(registry).hasSuffix("\na 7\n"))
    }

    @Test func `leaves a metric out of which there is nothing to say`() {
        #expect(text(registry(MetricDeclaration("a_total", .counter, "", labels: ["x"]))).isEmpty)
    }
}

@Suite struct `The metrics` {
    @Test func `count the same thing in one place`() {
        let registry = MetricRegistry([MetricDeclaration("a_total", .counter, "", labels: ["x"])])
        for _ in 1...3 { Counter(label: "a_total", dimensions: [("x", "1")], factory: registry).increment() }
        guard case .counter(let series) = registry.families.first?.series.first?.series else {
            Issue.record("there is no counter")
            return
        }
        #expect(series.value == 3)
    }

    @Test(arguments: [
        ("undeclared_total", [("x", "1")]), ("a_total", []), ("a_total", [("y", "1")]),
        ("a_total", [("x", "1"), ("y", "2")]),
    ])
    func `do not keep what is not declared`(name: String, labels: [(String, String)]) {
        let registry = MetricRegistry([MetricDeclaration("a_total", .counter, "", labels: ["x"])])
        Counter(label: name, dimensions: labels, factory: registry).increment()
        #expect(registry.families.isEmpty)
    }

    @Test func `have no more series than a bound, and say how many were refused`() {
        let registry = MetricRegistry(
            [
                MetricDeclaration("a_total", .counter, "", labels: ["x"]),
                MetricDeclaration("watchword_metric_series_refused_total", .counter, ""),
            ])
        for number in 1...(MetricRegistry.seriesLimit + 5) {
            Counter(label: "a_total", dimensions: [("x", "\(number)")], factory: registry).increment()
        }
        #expect(registry.families.first?.series.count == MetricRegistry.seriesLimit)
        guard case .observed(let refused) = registry.families.last?.series.first?.series else {
            Issue.record("nothing says how many were refused")
            return
        }
        #expect(refused() == 5)
    }

    @Test func `go down as they went up`() {
        let registry = MetricRegistry([MetricDeclaration("a", .gauge, "")])
        let meter = Meter(label: "a", factory: registry)
        meter.increment(by: 3)
        meter.decrement()
        guard case .gauge(let series) = registry.families.first?.series.first?.series else {
            Issue.record("there is no gauge")
            return
        }
        #expect(series.value == 2)
    }

    @Test func `have names that Prometheus takes, each once`() {
        let names = MetricCatalogue.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.filter { $0.wholeMatch(of: /[a-z]+(_[a-z]+)*/) == nil } == [])
    }

    @Test func `end in total where they only ever rise`() {
        let wrong = MetricCatalogue.all.filter { ($0.kind == .counter) != $0.name.hasSuffix("_total") }
        #expect(wrong.map(\.name) == [])
    }
}
