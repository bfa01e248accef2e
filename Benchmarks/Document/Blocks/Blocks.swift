import Identity

/// What stands between markers, by their names.
enum Blocks {
    /// Nil where nothing was measured for it.
    static func text(for marker: String, _ runs: MeasuredRuns) -> String? {
        let words = marker.split(separator: " ").map(String.init)
        let run = words.count > 1 ? runs[words[1]] : nil
        return switch words.first {
        case "machine": machine(runs)
        case "rows": run.map(rows)
        case "configurations": configurations(runs)
        case "page-views": run.flatMap(pageViews)
        case "slow-gateway": slowGateway(runs)
        case "signing": signing(runs)
        case "split": split(runs)
        case "aims": aims(runs)
        case "growth": growth(runs)
        case "peers": runs.json("peers").map { PeersTable($0).text }
        case "statements": runs.json("statements").flatMap(statements)
        default: nil
        }
    }

    private static func machine(_ runs: MeasuredRuns) -> String? {
        guard let run = runs.configurations.first, let machine = run.json["machine"] else { return nil }
        let memory = (machine["memory_bytes"]?.double ?? 0) / 1_073_741_824
        return
            "\(machine["cores"].number) processors (\(machine["processor"]?.string ?? "unknown")), "
            + "\(Int(memory.rounded())) GiB of memory, \(machine["system"]?.string ?? "Linux"); "
            + "\(run.json["connections"].number) clients at once, \(run.json["rounds"].number) rounds of "
            + "\(run.json["seconds"].number) s for each row. Measured on \(run.date)."
            + (machine["release"]?.bool == false ? " **A debug build: these numbers mean nothing.**" : "")
    }
}
