import Identity

extension Blocks {
    /// Start and login on more and more users, and by how much each is slower than on the fewest.
    static func growth(_ runs: MeasuredRuns) -> String? {
        var table = MarkdownTable([
            "", "users", "store GB", "start ops/s", "p50 ms", "p99 ms", "login ops/s", "p50 ms", "p99 ms",
            "login p50 beside the fewest",
        ])
        var left: [String] = []
        for engine in ["sqlite", "postgres"] {
            let grown = runs.growth(engine)
            let least = grown.first?.row("c").flatMap { milliseconds($0, 0.5) }
            for run in grown {
                let (start, login) = (run.row("b"), run.row("c"))
                let half = login.flatMap { milliseconds($0, 0.5) }
                func times(_ row: JSON?, _ share: Double) -> String { row.map { time($0, share) } ?? "" }
                let factor = half.flatMap { half in least.map { "\((half / max(1e-6, $0)).short) times" } }
                table.add([
                    run.title, Double(run.users).grouped, ((run.json["store_bytes"]?.double ?? 0) / 1e9).short,
                    (start?["operations_per_second"]).median, times(start, 0.5), times(start, 0.99),
                    (login?["operations_per_second"]).median, times(login, 0.5), times(login, 0.99),
                    factor ?? "",
                ])
                if let text = run.json["filling", "left_out"]?.string { left.append("\(run.title): \(text).") }
            }
        }
        guard !table.isEmpty else { return nil }
        let plot = "![How long start and login take over the number of users](performance/growth.svg)"
        return ([table.text(leftColumns: 1)] + left + [plot]).joined(separator: "\n\n")
    }
}
