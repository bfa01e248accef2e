import Foundation
import Identity

extension Plots {
    /// Times over percentiles, the axis stretched toward the slowest as HdrHistogram's plots have it.
    static func latency(_ runs: MeasuredRuns, row: String, title: String) -> String? {
        struct Curve {
            let title: String
            let points: [(share: Double, milliseconds: Double)]
        }
        let curves = runs.configurations.compactMap { run -> Curve? in
            guard let times = run.row(row)?["times"], let count = times["count"]?.double, count > 0 else { return nil }
            let points = (times["curve"]?.array ?? []).compactMap { point -> (share: Double, milliseconds: Double)? in
                guard let pair = point.array, pair.count == 2, let share = pair[0].double, let time = pair[1].double
                else { return nil }
                // The slowest of all stands where so many tell it from the one before.
                return (min(share, 1 - 1 / (count + 1)), max(time, 0.01))
            }
            return points.count > 1 ? Curve(title: run.title, points: points) : nil
        }
        let all = curves.flatMap(\.points)
        guard let low = all.map(\.milliseconds).min(), let high = all.map(\.milliseconds).max(),
            let end = all.map(\.share).max()
        else { return nil }

        var svg = SVG(width: 760, height: 400)
        let across = Scale(range: 1...max(10, 1 / (1 - end)), from: 70, to: 735, isLogarithmic: true)
        let up = Scale(range: roundedDown(low)...roundedUp(high), from: 340, to: 66, isLogarithmic: true)
        svg.text(title, x: 16, y: 24, style: "h")
        legend(curves.enumerated().map { ($1.title, "f\($0)") }, x: 70, y: 46, in: &svg)
        for tick in up.decadeTicks {
            svg.line(70, up[tick], 735, up[tick], style: "g")
            svg.text(tick.grouped, x: 63, y: up[tick] + 4, anchor: .end, style: "s")
        }
        for (share, label) in [
            (0, "0 %"), (0.5, "50 %"), (0.9, "90 %"), (0.99, "99 %"), (0.999, "99.9 %"), (0.9999, "99.99 %"),
            (0.99999, "99.999 %"),
        ] where 1 / (1 - share) <= across.range.upperBound {
            let x = across[1 / (1 - share)]
            svg.line(x, 66, x, 340, style: "g")
            svg.text(label, x: x, y: 357, anchor: .middle, style: "s")
        }
        svg.line(70, 340, 735, 340, style: "a")
        svg.text("share of all that took no longer", x: 400, y: 382, anchor: .middle, style: "s")
        svg.text("milliseconds", x: 20, y: 203, anchor: .middle, style: "s", turned: true)
        for (place, curve) in curves.enumerated() {
            svg.path(curve.points.map { (across[1 / (1 - $0.share)], up[$0.milliseconds]) }, style: "l\(place)")
        }
        return svg.document
    }

    /// Times of start and login over the number of users: a panel each.
    static func growth(_ runs: MeasuredRuns) -> String? {
        let engines = ["sqlite", "postgres"].map { runs.growth($0) }.filter { $0.count > 1 }
        let counts = engines.flatMap { $0.map { Double(max(1, $0.users)) } }
        guard let fewest = counts.min(), let most = counts.max(), most > fewest else { return nil }
        func time(_ run: MeasuredRun, _ row: String, _ share: String) -> Double? {
            run.row(row).flatMap { Blocks.milliseconds($0, share == "p50" ? 0.5 : 0.99) }.map { max(0.01, $0) }
        }
        let rows = [("b", "start"), ("c", "full login")]
        let all = engines.joined().flatMap { run in
            rows.flatMap { row in ["p50", "p99"].compactMap { time(run, row.0, $0) } }
        }
        guard let low = all.min(), let high = all.max() else { return nil }

        var svg = SVG(width: 760, height: 380)
        svg.text("How long start and login take as users grow", x: 16, y: 24, style: "h")
        legend(engines.enumerated().map { ($1[0].title, "f\($0)") }, x: 70, y: 46, in: &svg)
        svg.text("solid: half of all stay within, dashed: 99 % do", x: 735, y: 46, anchor: .end, style: "s")
        let up = Scale(range: roundedDown(low)...roundedUp(high), from: 310, to: 84, isLogarithmic: true)
        svg.text("milliseconds", x: 20, y: 197, anchor: .middle, style: "s", turned: true)
        for (panel, row) in rows.enumerated() {
            let left = 70 + Double(panel) * 345
            let across = Scale(range: fewest...most, from: left + 14, to: left + 306, isLogarithmic: true)
            svg.text(row.1, x: left + 160, y: 74, anchor: .middle)
            for tick in up.decadeTicks {
                svg.line(left, up[tick], left + 320, up[tick], style: "g")
                if panel == 0 { svg.text(tick.grouped, x: left - 7, y: up[tick] + 4, anchor: .end, style: "s") }
            }
            for users in Set(counts).sorted() {
                svg.line(across[users], 84, across[users], 310, style: "g")
                svg.text(short(users), x: across[users], y: 327, anchor: .middle, style: "s")
            }
            svg.line(left, 310, left + 320, 310, style: "a")
            for (place, engine) in engines.enumerated() {
                for (share, dash) in [("p50", ""), ("p99", " d")] {
                    let points = engine.compactMap { run in
                        time(run, row.0, share).map { (x: across[Double(max(1, run.users))], y: up[$0]) }
                    }
                    svg.path(points, style: "l\(place)\(dash)")
                    for point in points { svg.dot(x: point.x, y: point.y, style: "f\(place)") }
                }
            }
        }
        svg.text("users in the store, millions", x: 400, y: 356, anchor: .middle, style: "s")
        return svg.document
    }

    private static func short(_ users: Double) -> String { (users / 1e6).grouped }

    /// The next lower of 1, 2 and 5 in its decade.
    private static func roundedDown(_ value: Double) -> Double {
        let decade = pow(10, log10(value).rounded(.down))
        return ([5, 2, 1].first { $0 * decade <= value } ?? 1) * decade
    }

    private static func roundedUp(_ value: Double) -> Double {
        let decade = pow(10, log10(value).rounded(.down))
        return ([1, 2, 5, 10].first { $0 * decade >= value } ?? 10) * decade
    }
}
