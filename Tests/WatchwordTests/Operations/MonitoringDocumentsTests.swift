import Identity
import Testing

@testable import Watchword

@Suite struct `What operators get for monitoring` {
    /// What the program's own metrics are called, a histogram's parts included.
    private static let known: Set<String> = Set(
        MetricCatalogue.all.flatMap { metric in
            guard case .histogram = metric.kind else { return [metric.name] }
            return ["_bucket", "_sum", "_count"].map { metric.name + $0 }
        })

    @Test func `explains every metric with its labels`() throws {
        let page = try Document("docs/monitoring.md").text
        let missing = MetricCatalogue.all.filter { metric in
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            return !page.contains("| `\(metric.name)` | \(labels.isEmpty ? "" : labels + " ")|")
        }
        #expect(missing.map(\.name) == [])
    }

    @Test(arguments: ["docs/monitoring/dashboard.json", "docs/monitoring/alerts.yaml"])
    func `asks only for metrics that there are`(path: String) throws {
        let text = try Document(path).text
        let asked = text.matches(of: /\b(?:watchword|process)_[a-z_]+[a-z]\b/).map { String($0.0) }
        #expect(asked.count > 10)
        #expect(Set(asked).subtracting(Self.known) == [])
    }

    @Test(arguments: [
        ("result", StartResultsAndTrials.all), ("limit", ["address", "number", "guesses", "token", "management"]),
    ])
    func `explains every value of a label`(label: String, values: [String]) throws {
        let page = try Document("docs/monitoring.md").text
        #expect(values.filter { !page.contains("`\($0)`") } == [])
    }
}

private enum StartResultsAndTrials {
    static let all = StartResult.allCases.map(\.rawValue) + TrialResult.allCases.map(\.rawValue)
}
