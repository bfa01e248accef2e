import Identity

/// The document's plots, each by the name of its file.
enum Plots {
    static func all(of runs: MeasuredRuns) -> [(name: String, svg: String)] {
        [
            ("throughput", throughput(runs)),
            ("latency-start", latency(runs, row: "b", title: "How long a start takes")),
            ("latency-login", latency(runs, row: "c", title: "How long a whole login takes")),
            ("login-cpu", loginSplit(runs)),
            ("growth", growth(runs)),
        ].compactMap { name, svg in svg.map { (name, $0) } }
    }

    /// Names of series with their colours, one after the other.
    static func legend(_ names: [(text: String, style: String)], x: Double, y: Double, in svg: inout SVG) {
        var x = x
        for name in names {
            svg.rectangle(x: x, y: y - 9, width: 12, height: 10, style: name.style)
            svg.text(name.text, x: x + 17, y: y, style: "t")
            x += 17 + Double(name.text.count) * 6.1 + 16
        }
    }
}
