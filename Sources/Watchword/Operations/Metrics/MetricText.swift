/// What a scrape gets: Prometheus' text format, version 0.0.4.
enum MetricText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Every metric that has a series, with its help and its type.
    static func bytes(of families: [MetricRegistry.Family]) -> [UInt8] {
        var text = ""
        text.reserveCapacity(64 * 1_024)
        for family in families { write(family, to: &text) }
        return Array(text.utf8)
    }

    private static func write(_ family: MetricRegistry.Family, to text: inout String) {
        let declaration = family.declaration
        text += "# HELP \(declaration.name) \(escaped(declaration.help, quotes: false))\n"
        text += "# TYPE \(declaration.name) \(type(of: declaration.kind))\n"
        for (values, series) in family.series {
            let labels = zip(declaration.labels, values).map { "\($0)=\"\(escaped($1, quotes: true))\"" }
            switch series {
            case .counter(let series): line(declaration.name, labels, String(series.value), to: &text)
            case .gauge(let series): line(declaration.name, labels, number(series.value), to: &text)
            case .observed(let value): line(declaration.name, labels, number(value()), to: &text)
            case .histogram(let series, let bounds):
                write(series, bounds: bounds, named: declaration.name, labels, to: &text)
            }
        }
    }

    /// A bucket holds also what the smaller ones hold.
    private static func write(
        _ series: HistogramSeries, bounds: [Double], named name: String, _ labels: [String], to text: inout String
    ) {
        let (counts, sum) = series.values
        var total: Int64 = 0
        for (count, bound) in zip(counts, bounds.map(number) + ["+Inf"]) {
            total += count
            line("\(name)_bucket", labels + ["le=\"\(bound)\""], String(total), to: &text)
        }
        line("\(name)_sum", labels, number(sum), to: &text)
        line("\(name)_count", labels, String(total), to: &text)
    }

    private static func line(_ name: String, _ labels: [String], _ value: String, to text: inout String) {
        text += name
        if !labels.isEmpty { text += "{\(labels.joined(separator: ","))}" }
        text += " \(value)\n"
    }

    private static func type(of kind: MetricDeclaration.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map { String($0) } ?? "\(value)"
    }

    private static func escaped(_ value: String, quotes: Bool) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\"" where quotes: text += "\\\""
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
