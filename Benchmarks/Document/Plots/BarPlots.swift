import Identity

extension Plots {
    /// Operations a second: a group of bars for each row, a bar for each run.
    static func throughput(_ runs: MeasuredRuns) -> String? {
        let measured = runs.configurations.filter { $0.json["database_delay_ms"]?.double == 0 }
        let rows = [
            ("a", "bare relay"), ("b", "start"), ("c", "full login"), ("e", "browser login"), ("f", "refresh"),
            ("d1", "read connections"), ("d2", "read 50 users"), ("g", "/userinfo"),
        ]
        func rate(_ run: MeasuredRun, _ row: String) -> Double? {
            run.row(row)?["operations_per_second", "median"]?.double
        }
        let groups = rows.map { row in
            (
                title: row.1,
                bars: measured.enumerated().compactMap { place, run in rate(run, row.0).map { (place, $0) } }
            )
        }.filter { !$0.bars.isEmpty }
        guard let most = groups.flatMap(\.bars).map(\.1).max(), most > 0 else { return nil }

        let bar = 14.0
        let height = groups.reduce(96.0) { $0 + Double($1.bars.count) * bar + 12 }
        var svg = SVG(width: 760, height: height)
        let scale = Scale(range: 0...(most * 1.02), from: 130, to: 690)
        svg.text("Throughput", x: 16, y: 24, style: "h")
        legend(measured.enumerated().map { ($1.title, "f\($0)") }, x: 130, y: 46, in: &svg)
        for tick in scale.evenTicks {
            svg.line(scale[tick], 58, scale[tick], height - 38, style: "g")
            svg.text(tick.grouped, x: scale[tick], y: height - 24, anchor: .middle, style: "s")
        }
        svg.text("operations a second, 64 clients at once", x: 410, y: height - 8, anchor: .middle, style: "s")
        var y = 64.0
        for group in groups {
            let middle = y + Double(group.bars.count) * bar / 2 + 4
            svg.text(group.title, x: 120, y: middle, anchor: .end)
            for (place, value) in group.bars {
                svg.rectangle(x: scale[0], y: y, width: scale[value] - scale[0], height: bar - 2, style: "f\(place)")
                svg.text(value.grouped, x: scale[value] + 5, y: y + 10, style: "s")
                y += bar
            }
            y += 12
        }
        return svg.document
    }

    /// What a login's processor time goes to: a bar of parts for each run.
    static func loginSplit(_ runs: MeasuredRuns) -> String? {
        let parts = [
            ("signature", "signature"), ("http_in", "HTTP in"), ("http_out", "HTTP out"), ("storage", "storage"),
            ("rest", "rest"),
        ]
        let bars = runs.configurations.compactMap { run -> (title: String, values: [Double])? in
            guard let split = run.json["login_splits"]?.array?.first else { return nil }
            return (run.title, parts.map { max(0, split[$0.0]?.double ?? 0) })
        }
        guard let most = bars.map({ $0.values.reduce(0, +) }).max(), most > 0 else { return nil }
        let height = 104 + Double(bars.count) * 34
        var svg = SVG(width: 760, height: height)
        let scale = Scale(range: 0...(most * 1.02), from: 160, to: 690)
        svg.text("Processor time of the server for one login", x: 16, y: 24, style: "h")
        legend(parts.enumerated().map { ($1.1, "f\($0)") }, x: 160, y: 46, in: &svg)
        for tick in scale.evenTicks {
            svg.line(scale[tick], 58, scale[tick], height - 38, style: "g")
            svg.text(tick.grouped, x: scale[tick], y: height - 24, anchor: .middle, style: "s")
        }
        svg.text(
            "microseconds of all servers together, the database's own not among them", x: 425, y: height - 8,
            anchor: .middle, style: "s")
        for (place, item) in bars.enumerated() {
            let y = 66 + Double(place) * 34
            svg.text(item.title, x: 150, y: y + 15, anchor: .end)
            var sum = 0.0
            for (part, value) in item.values.enumerated() {
                svg.rectangle(
                    x: scale[sum], y: y, width: scale[sum + value] - scale[sum], height: 22, style: "f\(part)")
                sum += value
            }
            svg.text(sum.grouped, x: scale[sum] + 5, y: y + 15, style: "s")
        }
        return svg.document
    }
}
