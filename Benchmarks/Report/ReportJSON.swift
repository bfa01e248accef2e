import Foundation
import Identity

extension Results {
    /// The results for programs.
    var json: JSON {
        [
            "machine": [
                "cores": .int(machine.cores), "processor": .string(machine.processor),
                "memory_bytes": .int(machine.memory), "system": .string(machine.system),
                "descriptors": .int(machine.descriptors), "release": .bool(machine.buildIsRelease),
            ],
            "date": .string(Results.today), "engine": .string(options.database == nil ? "sqlite" : "postgresql"),
            "nodes": .int(options.nodes), "database_delay_ms": .number(options.databaseDelay),
            "users": .int(options.users), "rounds": .int(options.rounds),
            "connections": .int(options.connections), "seconds": .number(options.seconds),
            "rows": .array(rounds.rows.map(\.json)),
            "filling": filling.map(\.json) ?? .null,
            "login_splits": .array(loginSplits.map(\.json)),
            "signatures": [
                "per_second": signaturesPerSecond.json, "microseconds": signatureMicroseconds.json,
                "per_login": .int(rounds.signaturesPerLogin), "signer": .string(rounds.signer),
                "threads": .int(machine.cores), "beside_login": loginBesideSignatures.map { .number($0) } ?? .null,
                "share_of_openssl": shareOfOpenSSL?.json ?? .null,
            ],
            "ready_seconds": startups.json, "idle_bytes": .int(idleBytes), "store_bytes": .int(storeBytes),
            "login_page": .array(pages.map(\.json)),
            "slow_gateway": holds.map { .object($0.json) } ?? .null,
            "gateway_tokens": ["right": .int(tokens.right), "wrong": .int(tokens.wrong)],
            "aims": .array(
                aims.map { aim in
                    [
                        "title": .string(aim.title), "value": .number(aim.value), "wanted": .string(aim.wanted),
                        "held": .bool(aim.isHeld), "unit": .string(aim.unit),
                    ]
                }),
            "log": log.json,
        ]
    }
}

extension Row {
    fileprivate var json: JSON {
        [
            "name": .string(name), "title": .string(title), "operations_per_second": operationsPerSecond.json,
            "p50_ms": half.json, "p99_ms": ninetyNine.json, "server_cpu_microseconds": serverMicroseconds.json,
            "balancer_cpu_microseconds": balancerMicroseconds.json,
            "database_cpu_microseconds": databaseMicroseconds.json, "threads_microseconds": threads,
            "times": times.json, "peak_bytes": .int(peakBytes), "server_share": serverShare.json,
            "driver_share": driverShare.json,
            "others_share": othersShare.json,
            "failures": failures.json,
        ]
    }

    private var threads: JSON {
        .object(
            ThreadTimes.Work.allCases.reduce(into: JSONObject()) { object, work in
                object[work.rawValue] = .number(microseconds(of: work).median)
            })
    }
}

extension PageRun.Outcome {
    fileprivate var json: JSON {
        [
            "beside": .string(title), "logins_per_second": .number(loginsPerSecond),
            "p50_ms": pages.count.times.milliseconds(0.5), "p99_ms": pages.count.times.milliseconds(0.99),
            "times": pages.count.times.json,
            "failures": pages.count.failures.json,
        ]
    }
}

extension Filling {
    fileprivate var json: JSON {
        [
            "users": .int(users), "added": .int(added), "events": .int(events), "seconds": .number(seconds),
            "bytes": .int(bytes), "left_out": leftOut.map { .string($0) } ?? .null,
        ]
    }
}

extension Spread {
    fileprivate var json: JSON { ["median": .number(median), "low": .number(low), "high": .number(high)] }
}

extension Dictionary<String, Int> {
    fileprivate var json: JSON {
        .object(
            sorted { $0.key < $1.key }.reduce(into: JSONObject()) { object, pair in object[pair.key] = .int(pair.value)
            })
    }
}

extension Results.Holds {
    fileprivate var json: JSONObject {
        ["delay_seconds": .number(delay), "bare": bare.json, "watchword": watchword.json, "beyond": beyond.json]
    }
}

extension Hold.Outcome {
    fileprivate var json: JSON {
        [
            "launched": .int(launched), "accepted": .int(accepted.count), "refused": .int(refused.count),
            "refused_without_retry_after": .int(refusedWithoutRetryAfter), "in_flight": .int(inFlight),
            "kib_each": .number(growthEach), "accepted_p50_ms": accepted.milliseconds(0.5),
            "accepted_p99_ms": accepted.milliseconds(0.99), "refused_p99_ms": refused.milliseconds(0.99),
            "other_routes_p99_ms": others.milliseconds(0.99), "other_routes_failures": .int(otherFailures),
            "failures": failures.json,
        ]
    }
}

extension Times {
    fileprivate func milliseconds(_ share: Double) -> JSON { percentile(share).map { .number($0 / 1_000) } ?? .null }

    /// All rounds together: what people ask for by name, and the whole curve as pairs of share and milliseconds.
    fileprivate var json: JSON {
        let shares = [0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999, 1]
        let named = shares.map { JSON.array([.number($0), milliseconds($0)]) }
        let curve = self.curve.map { JSON.array([.number($0.share), .number(Double($0.microseconds) / 1_000)]) }
        return ["count": .int(count), "percentiles": .array(named), "curve": .array(curve)]
    }
}

extension Results {
    /// The day of the run, as ISO 8601 writes it.
    fileprivate static var today: String { String(Date.now.ISO8601Format().prefix(10)) }
}
