import Identity

extension Blocks {
    /// The hot transactions beside pgbench with the same statements.
    static func statements(_ json: JSON) -> String? {
        var rates = MarkdownTable(["added delay", "pgbench tx/s", "Watchword tx/s", "share", "wanted", ""])
        for round in json["rounds"]?.array ?? [] {
            func rate(_ name: String) -> String {
                Spread(round[name]?.array?.compactMap(\.double) ?? []).median.grouped
            }
            rates.add([
                "\(round["added_delay_ms"].number) ms", rate("pgbench_per_second"), rate("watchword_per_second"),
                "\(((round["share"]?.double ?? 0) * 100).short) %", "≥ 70 %",
                round["held"]?.bool == true ? "held" : "**missed**",
            ])
        }
        var ways = MarkdownTable(["transaction", "statements", "ways to the database and back"])
        for transaction in json["transactions"]?.array ?? [] {
            let trips = transaction["ways"]?.array ?? []
            let statements = trips.reduce(0) { $0 + ($1.array?.count ?? 0) }
            ways.add([transaction["name"]?.string ?? "", "\(statements)", "\(trips.count)"])
        }
        return rates.isEmpty ? nil : rates.text() + "\n\n" + ways.text()
    }
}
