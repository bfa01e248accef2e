import Identity

extension Blocks {
    /// What signing costs, in each run.
    static func signing(_ runs: MeasuredRuns) -> String? {
        var table = MarkdownTable([
            "run", "signer", "signatures/s, all threads", "µs each", "of `openssl speed rsa2048`", "a login has",
        ])
        for run in runs.configurations {
            guard let signatures = run.json["signatures"] else { continue }
            let share = signatures["share_of_openssl", "median"]?.double.map { "\(($0 * 100).short) %" }
            let each = signatures["per_login"]?.integer ?? 0
            table.add([
                run.title, signatures["signer"]?.string ?? "", signatures["per_second"].spread,
                signatures["microseconds"].spread, share ?? "", each == 0 ? "" : "\(each)",
            ])
        }
        return table.isEmpty ? nil : table.text(leftColumns: 2)
    }

    /// What a login's processor time goes to.
    static func split(_ runs: MeasuredRuns) -> String? {
        var table = MarkdownTable(
            ["µs of server CPU for a login", "by", "all", "signature", "HTTP in", "HTTP out", "storage", "rest"])
        for run in runs.configurations {
            for split in run.json["login_splits"]?.array ?? [] {
                table.add(
                    [run.title, split["method"]?.string ?? ""]
                        + ["total", "signature", "http_in", "http_out", "storage", "rest"].map { split[$0].number })
            }
        }
        var threads = MarkdownTable(
            ["µs of server CPU by threads", "", "signing", "storage", "event loops", "all others"])
        // Without their names, threads cannot be told apart.
        let named = runs.configurations.filter { ($0.row("c")?["threads_microseconds", "storage"]?.double ?? 0) > 0 }
        for run in named {
            for (name, title) in [("a", "bare relay"), ("b", "start"), ("c", "full login"), ("f", "refresh")] {
                guard let times = run.row(name)?["threads_microseconds"] else { continue }
                threads.add(
                    [run.title, title] + ["signing", "storage", "network", "rules"].map { times[$0].number })
            }
        }
        let parts = [
            table.isEmpty ? nil : table.text(leftColumns: 2), threads.isEmpty ? nil : threads.text(leftColumns: 2),
        ]
        let text = parts.compactMap(\.self).joined(separator: "\n\n")
        return text.isEmpty ? nil : text
    }
}
