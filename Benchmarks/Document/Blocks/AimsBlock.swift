import Identity

extension Blocks {
    /// Every aim, and how each run that has it did.
    static func aims(_ runs: MeasuredRuns) -> String? {
        let measured = runs.configurations.filter { $0.json["database_delay_ms"]?.double == 0 }
        var table = MarkdownTable(["aim", "wanted"] + measured.map(\.title))
        var wanted: [(title: String, bound: String)] = []
        for aim in measured.flatMap({ $0.json["aims"]?.array ?? [] }) {
            let title = aim["title"]?.string ?? ""
            if !wanted.contains(where: { $0.title == title }) { wanted.append((title, aim["wanted"]?.string ?? "")) }
        }
        for (title, bound) in wanted {
            let cells = measured.map { run in
                let aim = run.json["aims"]?.array?.first { $0["title"]?.string == title }
                return aim.map {
                    verdict("\($0["value"].number) \($0["unit"]?.string ?? "")", $0["held"]?.bool == true)
                }
            }
            table.add([title, bound] + cells.map { $0 ?? "" })
        }
        var more = MarkdownTable(["aim", "wanted", "run", ""])
        for cells in between(runs) + grown(runs) { more.add(cells) }
        let parts = [table.isEmpty ? nil : table.text(leftColumns: 2), more.isEmpty ? nil : more.text(leftColumns: 3)]
        let text = parts.compactMap(\.self).joined(separator: "\n\n")
        return text.isEmpty ? nil : text
    }

    private static func verdict(_ value: String, _ isHeld: Bool) -> String {
        let value = value.last == " " ? String(value.dropLast()) : value
        return isHeld ? "\(value) held" : "\(value) **missed**"
    }

    /// What two runs have to do with each other.
    private static func between(_ runs: MeasuredRuns) -> [[String]] {
        guard let file = runs["sqlite"]?.json["slow_gateway", "watchword", "accepted"]?.double,
            let database = runs["postgres"]?.json["slow_gateway", "watchword", "accepted"]?.double
        else { return [] }
        let title = "slow gateway: starts that ended in 200 beside those on SQLite"
        let share = 100 * database / max(1, file)
        return [[title, "≥ 100 %", "PostgreSQL", verdict("\(share.short) %", share >= 99.95)]]
    }

    /// How much slower many users make it, held against 1.3 times.
    private static func grown(_ runs: MeasuredRuns) -> [[String]] {
        ["sqlite", "postgres"].flatMap { engine -> [[String]] in
            let grown = runs.growth(engine)
            guard let first = grown.first, let last = grown.last, last.users > first.users else { return [] }
            return [("b", "start"), ("c", "login")].flatMap { row, name in
                [("p50", 0.5), ("p99", 0.99)].compactMap { percentile, share in
                    guard let few = first.row(row).flatMap({ Blocks.milliseconds($0, share) }),
                        let many = last.row(row).flatMap({ Blocks.milliseconds($0, share) })
                    else { return nil }
                    let title =
                        "growth: \(percentile) of \(name), \(Double(last.users).grouped) users beside "
                        + "\(Double(first.users).grouped)"
                    let factor = many / max(1e-6, few)
                    return [title, "≤ 1.30 times", last.title, verdict("\(factor.short) times", factor <= 1.3)]
                }
            }
        }
    }
}
