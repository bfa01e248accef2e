import Foundation
import Identity

/// Everything that a run beside the peers saw.
struct PeersResults: Sendable {
    let options: PeersOptions
    let contestants: [Contestant]
    /// What is installed, by its name on PyPI.
    let versions: [(name: String, version: String)]

    /// The ratios that Watchword is to reach, each within this run: beside the faster of a product's set-ups.
    var aims: [Aim] {
        contestants.filter { $0.product == .watchword && !$0.rounds.isEmpty }.flatMap { own in
            let rate = own.loginsPerSecond.median
            return [
                aim(.allauth, .atLeast(10), rate, own.setup), aim(.privacyIDEA, .atLeast(100), rate, own.setup),
                // Nothing was aimed at here: it is told because a PIN is most of what privacyIDEA does.
                aim(.privacyIDEAWithoutPIN, .atLeast(0), rate, own.setup),
            ].compactMap(\.self)
        }
    }

    private func aim(_ product: Contestant.Product, _ bound: Aim.Bound, _ rate: Double, _ store: String) -> Aim? {
        let rates = contestants.filter { $0.product == product }.map(\.loginsPerSecond.median)
        guard let best = rates.max(), best > 0 else { return nil }
        return Aim("Watchword on \(store) beside \(product.rawValue)", rate / best, bound, "times")
    }

    /// The versions that `scripts/bench-peers` installed, as the requirements that lie beside each environment say.
    static func installed(in environments: String) -> [(name: String, version: String)] {
        let wanted = ["django-allauth", "Django", "privacyIDEA", "gunicorn"]
        var found: [String: String] = [:]
        for peer in ["allauth", "privacyidea"] {
            for line in ProcFiles.text("\(environments)/\(peer)/requirements.txt").split(separator: "\n") {
                let parts = line.split(separator: "=", omittingEmptySubsequences: true)
                guard parts.count == 2, let name = parts[0].split(separator: "[").first else { continue }
                found[String(name)] = String(parts[1])
            }
        }
        return wanted.compactMap { name in found[name].map { (name, $0) } }
    }

    /// For programs, and for `PeersTable`.
    var json: JSON {
        var versions = JSONObject()
        for (name, version) in self.versions { versions[name] = .string(version) }
        return [
            "machine": [
                "cores": .int(ProcessInfo.processInfo.activeProcessorCount),
                "processor": .string(ProcFiles.processorModel),
            ],
            "versions": .object(versions), "rounds": .int(options.rounds), "users": .int(options.users),
            "rows": .array(contestants.map { row($0) }),
            "aims": .array(
                aims.map { aim in
                    [
                        "title": .string(aim.title), "value": .number(aim.value), "wanted": .string(aim.wanted),
                        "held": .bool(aim.isHeld),
                    ]
                }),
        ]
    }

    private func row(_ contestant: Contestant) -> JSON {
        var failures = JSONObject()
        for (reason, count) in contestant.failures.sorted(by: { $0.key < $1.key }) { failures[reason] = .int(count) }
        return [
            "name": .string(contestant.name), "product": .string(contestant.product.rawValue),
            "setup": .string(contestant.setup), "connections": .int(contestant.connections),
            "seconds": .number(contestant.isSlow ? options.slowSeconds : options.seconds),
            "logins": .int(contestant.logins), "logins_per_second": json(contestant.loginsPerSecond),
            "p50_ms": json(contestant.half), "p99_ms": json(contestant.ninetyNine),
            "cpu_ms": json(contestant.milliseconds),
            "signatures": [
                "answered": .int(contestant.signatures.perLogin), "stored": .int(contestant.storedSignatures),
            ],
            "failures": .object(failures),
        ]
    }

    private func json(_ spread: Spread) -> JSON {
        ["median": .number(spread.median), "low": .number(spread.low), "high": .number(spread.high)]
    }
}
