/// The results as people read them.
struct Page {
    let results: Results

    var text: String {
        ([heading, table, signing, starting] + looking + holding + [aims] + remarks).joined(separator: "\n\n")
    }

    private var heading: String {
        let options = results.options
        return """
            \(results.machine.cores) cores, \(results.machine.processor), \(results.machine.descriptors) file descriptors
            \(options.connections) clients, \(options.rounds) rounds in turn, \(options.seconds.short) s each; \
            median (lowest - highest). Clients and gateway are one thread on the same cores.
            \(results.options.place).
            """ + (results.machine.buildIsRelease ? "" : "\nDEBUG BUILD: these numbers mean nothing.")
    }

    private var table: String {
        var table = Table()
        table.add(
            "", "", "ops/s", "", "p50 ms", "p99 ms", "server CPU µs/op", "", "balancer", "database", "peak MB",
            "server",
            "driver", "others")
        for row in results.rounds.rows {
            let rate = row.operationsPerSecond
            let cpu = row.serverMicroseconds
            table.add(
                "(\(row.name))", row.title, rate.median.short, "(\(rate.low.short) - \(rate.high.short))",
                row.half.median.short, row.ninetyNine.median.short, cpu.median.short,
                "(\(cpu.low.short) - \(cpu.high.short))", row.balancerMicroseconds.median.short,
                row.databaseMicroseconds.median.short, (Double(row.peakBytes) / 1e6).short,
                row.serverShare.median.percent, row.driverShare.median.percent, row.othersShare.median.percent)
        }
        return table.text(leftColumns: [0, 1, 3, 7])
            + "\nserver, driver, others: processor time of the server, of clients and gateway, and of all else (other programs, the "
            + "kernel's own threads), in % of one core"
    }

    private var signing: String {
        let rate = results.signaturesPerSecond
        let cost = results.signatureMicroseconds
        var text =
            "Bare RS256 signatures by \(results.rounds.signer), \(results.machine.cores) threads: \(rate.median.short)/s "
            + "(\(rate.low.short) - \(rate.high.short)), \(cost.median.short) µs each "
            + "(\(cost.low.short) - \(cost.high.short))"
        if let share = results.shareOfOpenSSL {
            text +=
                ", \(share.median.percent) (\(share.low.percent) - \(share.high.percent)) of `openssl speed rsa2048` for the "
                + "same processor time"
        }
        text += "; a login has \(results.rounds.signaturesPerLogin)"
        if let beside = results.loginBesideSignatures, let bare = results.row("a") {
            text +=
                ", and beside it \(beside.short) µs of server CPU, "
                + "\((beside / max(1, bare.serverMicroseconds.median)).short) times a bare relay"
        }
        return text
    }

    private var starting: String {
        let startups = results.startups
        let store =
            results.options.database == nil
            ? "a store of \((Double(results.storeBytes) / 1e6).short) MB" : "the database"
        return "Start on \(store): ready after "
            + "\((startups.median * 1_000).short) ms (\((startups.low * 1_000).short) - \((startups.high * 1_000).short)); "
            + "idle memory \((Double(results.idleBytes) / 1e6).short) MB"
    }

    private var looking: [String] {
        guard !results.pages.isEmpty else { return [] }
        var table = Table()
        table.add(
            "the login page, \(PageRun.pagesPerSecond.short) times a second", "logins/s", "p50 ms", "p99 ms", "max ms")
        for outcome in results.pages {
            let times = outcome.pages.count.times
            table.add(
                outcome.title, outcome.loginsPerSecond.short, milliseconds(times, 0.5), milliseconds(times, 0.99),
                (Double(times.slowest) / 1_000).short)
        }
        return [table.text()]
    }

    private var holding: [String] {
        guard let holds = results.holds else { return [] }
        var table = Table()
        table.add(
            "gateway answers after \(holds.delay.short) s", "launched", "200", "503", "other", "in flight", "KiB each",
            "p50 s", "p99 s", "503 p99 ms", "other routes p99 ms", "max ms")
        for (name, outcome) in [
            ("bare relay", holds.bare), ("watchword", holds.watchword), ("watchword, beyond its limit", holds.beyond),
        ] {
            table.add(
                name, "\(outcome.launched)", "\(outcome.accepted.count)", "\(outcome.refused.count)",
                "\(outcome.launched - outcome.answered)", "\(outcome.inFlight)",
                outcome.refused.count == 0 ? outcome.growthEach.short : "-",
                seconds(outcome.accepted, 0.5), seconds(outcome.accepted, 0.99),
                milliseconds(outcome.refused, 0.99), milliseconds(outcome.others, 0.99),
                outcome.others.count == 0 ? "-" : (Double(outcome.others.slowest) / 1_000).short)
        }
        return [table.text()]
    }

    private var aims: String {
        var table = Table()
        for aim in results.aims {
            table.add(aim.title, "\(aim.value.short) \(aim.unit)", aim.wanted, aim.verdict)
        }
        return "Aims\n" + table.text(leftColumns: [0, 2, 3])
    }

    private var remarks: [String] {
        var remarks: [String] = []
        for row in results.rounds.rows {
            for (reason, count) in row.failures.sorted(by: { $0.key < $1.key }) {
                remarks.append("(\(row.name)) failed \(count) times: \(reason)")
            }
        }
        for outcome in results.pages {
            for (reason, count) in outcome.pages.count.failures.sorted(by: { $0.key < $1.key }) {
                remarks.append("the login page, \(outcome.title), failed \(count) times: \(reason)")
            }
        }
        if let holds = results.holds {
            for (name, outcome) in [("bare", holds.bare), ("watchword", holds.watchword), ("beyond", holds.beyond)] {
                for (reason, count) in outcome.failures.sorted(by: { $0.key < $1.key }) {
                    remarks.append("slow gateway, \(name), failed \(count) times: \(reason)")
                }
            }
        }
        for (line, count) in results.log.sorted(by: { $0.key < $1.key }) {
            remarks.append("the server logged \(count) times: \(line)")
        }
        if let busiest = results.rounds.rows.map(\.othersShare.median).max(), busiest > 0.2 {
            remarks.append(
                "The machine was busy with other work, up to \(busiest.percent) of a core: rates are too low, times too long; "
                    + "processor time for one operation holds better.")
        }
        remarks.append(
            "Gateway tokens looked at: \(results.tokens.right) right, \(results.tokens.wrong) wrong.")
        return [remarks.joined(separator: "\n")]
    }

    private func seconds(_ times: Times, _ share: Double) -> String {
        times.percentile(share).map { ($0 / 1e6).short } ?? "-"
    }

    private func milliseconds(_ times: Times, _ share: Double) -> String {
        times.percentile(share).map { ($0 / 1_000).short } ?? "-"
    }
}

extension Double {
    fileprivate var percent: String { "\(Int((self * 100).rounded())) %" }
}
