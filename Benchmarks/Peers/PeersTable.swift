import Identity

/// The figures of a run beside the peers as people read them, made from its JSON.
struct PeersTable {
    private let results: JSON

    /// - Parameter results: what `scripts/bench-peers` wrote to `.build-bench/results/peers.json`.
    init(_ results: JSON) { self.results = results }

    private static let heading = [
        "", "set up", "clients", "logins/s", "p50 ms", "p99 ms", "CPU ms a login", "RSA signatures a login",
    ]

    /// Two tables for a page: the figures, and Watchword's rate beside each peer's best.
    var text: String {
        let figures = [PeersTable.heading, PeersTable.heading.indices.map { $0 < 2 ? "---" : "---:" }] + rows
        let ratios = [["in this run", "", "aim"], ["---", "---:", "---"]] + aims
        return [figures, ratios].map { table in
            table.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n\n"
            + (failures.isEmpty ? "No login failed." : failures.map { "- \($0)" }.joined(separator: "\n"))
    }

    /// The same for a terminal, with what went wrong.
    var plain: String {
        [PeersTable.columns([PeersTable.heading] + rows, left: 2), PeersTable.columns(aims, left: 1)].joined(
            separator: "\n\n") + failures.map { "\n" + $0 }.joined()
    }

    private var rows: [[String]] {
        items("rows").map { row in
            let signatures = row["signatures"]?.object
            let stored = signatures?["stored"]?.integer ?? 0
            let answered = "\(signatures?["answered"]?.integer ?? 0)"
            return [
                row["product"]?.string ?? "", row["setup"]?.string ?? "", "\(row["connections"]?.integer ?? 0)",
                spread(row["logins_per_second"]), median(row["p50_ms"]), median(row["p99_ms"]), spread(row["cpu_ms"]),
                stored == 0 ? answered : "\(answered), and \(stored) in the store",
            ]
        }
    }

    private var aims: [[String]] {
        items("aims").map { aim in
            let wanted = aim["wanted"]?.string ?? ""
            let held = aim["held"]?.bool == true ? "held" : "**missed**"
            let value = PeersTable.number(aim["value"]).short
            return [
                aim["title"]?.string ?? "", "\(value) times", wanted.hasPrefix("≥ 0 ") ? "none" : "\(wanted): \(held)",
            ]
        }
    }

    private var failures: [String] {
        items("rows").flatMap { row in
            (row["failures"]?.object ?? [:]).map { reason, count in
                "\(row["name"]?.string ?? "") failed \(count.integer ?? 0) times: \(reason)"
            }
        }
    }

    private func items(_ name: String) -> [JSONObject] {
        (results.object?[name]?.array ?? []).compactMap(\.object)
    }

    private func median(_ value: JSON?) -> String { PeersTable.number(value?.object?["median"]).short }

    private func spread(_ value: JSON?) -> String {
        let spread = value?.object
        let (low, high) = (PeersTable.number(spread?["low"]), PeersTable.number(spread?["high"]))
        return "\(median(value)) (\(low.short)–\(high.short))"
    }

    private static func number(_ value: JSON?) -> Double {
        switch value {
        case .number(let number)?: number
        case .integer(let number)?: Double(number)
        default: 0
        }
    }

    private static func columns(_ lines: [[String]], left: Int) -> String {
        let widths = (lines.first ?? []).indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            zip(line, widths).enumerated().map { column, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return column < left ? cell.0 + space : space + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
