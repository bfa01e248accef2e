import Identity

extension Blocks {
    /// All rows of one run.
    static func rows(_ run: MeasuredRun) -> String {
        let isFile = run.json["engine"]?.string == "sqlite"
        var heads = ["", "ops/s", "p50 ms", "p99 ms", "p99.9 ms", "server CPU µs/op"]
        if run.nodes > 1 { heads.append("haproxy µs/op") }
        if !isFile { heads.append("PostgreSQL µs/op") }
        var table = MarkdownTable(heads)
        for row in run.rows {
            let isBare = row["name"]?.string?.hasPrefix("a") == true
            var cells = [
                label(row), row["operations_per_second"].spread, time(row, 0.5), time(row, 0.99), time(row, 0.999),
                row["server_cpu_microseconds"].spread,
            ]
            if run.nodes > 1 { cells.append(isBare ? "" : row["balancer_cpu_microseconds"].median) }
            if !isFile { cells.append(isBare ? "" : row["database_cpu_microseconds"].median) }
            table.add(cells)
        }
        return table.text() + "\n" + remarks(run)
    }

    /// Start and login of every configuration side by side, with their whole distributions.
    static func configurations(_ runs: MeasuredRuns) -> String? {
        var table = MarkdownTable(["", "", "ops/s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "p99.99 ms", "max ms"])
        for (row, title) in [("b", "start"), ("c", "full login")] {
            for run in runs.configurations {
                guard let measured = run.row(row) else { continue }
                table.add(
                    [title, run.title, measured["operations_per_second"].median]
                        + [0.5, 0.9, 0.99, 0.999, 0.9999, 1].map { time(measured, $0) })
            }
        }
        return table.isEmpty ? nil : table.text(leftColumns: 2)
    }

    /// A row's time in milliseconds that a share of all its operations stayed within.
    static func time(_ row: JSON, _ share: Double) -> String {
        (milliseconds(row, share)).map(JSON.number).number
    }

    /// Of all rounds together.
    static func milliseconds(_ row: JSON, _ share: Double) -> Double? {
        let pair = row["times", "percentiles"]?.array?.first { $0.array?.first?.double == share }
        return pair?.array?.last?.double
    }

    private static func label(_ row: JSON) -> String {
        "(\(row["name"]?.string ?? "")) \(row["title"]?.string ?? "")"
    }

    /// What must be known to read a table.
    private static func remarks(_ run: MeasuredRun) -> String {
        var sentences: [String] = []
        let failures = run.rows.reduce(0) { sum, row in
            sum + (row["failures"]?.object.map { $0.reduce(0) { $0 + ($1.value.integer ?? 0) } } ?? 0)
        }
        sentences.append(failures == 0 ? "No operation failed." : "**\(failures) operations failed.**")
        let bytes = run.json["store_bytes"]?.double ?? 0
        sentences.append("The store took \((bytes / 1e6).grouped) MB at the end.")
        let others = run.rows.compactMap { $0["others_share", "median"]?.double }.max() ?? 0
        let database = run.rows.compactMap { $0["database_cpu_microseconds", "median"]?.double }.max() ?? 0
        if others > 0.3, database == 0 {
            sentences.append("Other programs and the kernel took up to \(Int((others * 100).rounded())) % of a core.")
        }
        sentences.append("Measured on \(run.date).")
        return "\n" + sentences.joined(separator: " ")
    }
}
