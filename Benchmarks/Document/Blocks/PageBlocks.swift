import Identity

extension Blocks {
    /// The login page beside logins.
    static func pageViews(_ run: MeasuredRun) -> String? {
        guard let views = run.json["login_page"]?.array, !views.isEmpty else { return nil }
        var table = MarkdownTable(["the login page, 200 a second", "logins/s", "p50 ms", "p99 ms", "max ms"])
        for view in views {
            table.add([
                view["beside"]?.string ?? "", view["logins_per_second"].number, view["p50_ms"].number,
                view["p99_ms"].number, time(view, 1),
            ])
        }
        return table.text()
    }

    /// Starts that wait for a slow gateway, on both engines.
    static func slowGateway(_ runs: MeasuredRuns) -> String? {
        var table = MarkdownTable([
            "", "", "launched", "in flight", "200", "503", "lost", "KiB each", "503 p99 ms", "other routes p99 ms",
        ])
        for run in runs.configurations {
            guard let holds = run.json["slow_gateway"], !holds.isNull else { continue }
            for (name, title) in [
                ("bare", "bare relay"), ("watchword", "Watchword"), ("beyond", "more on top"),
            ] {
                guard let hold = holds[name] else { continue }
                let counts = ["launched", "accepted", "refused"].map { hold[$0]?.integer ?? 0 }
                table.add([
                    run.title, title, hold["launched"].number, hold["in_flight"].number, hold["accepted"].number,
                    hold["refused"].number, "\(counts[0] - counts[1] - counts[2])",
                    counts[2] == 0 ? hold["kib_each"].number : "", hold["refused_p99_ms"].number,
                    hold["other_routes_p99_ms"].number,
                ])
            }
        }
        return table.isEmpty ? nil : table.text(leftColumns: 2)
    }
}
