import Foundation
import Identity

extension Results {
    /// The results for programs.
    var json: JSON {
        [
            "machine": [
                "cores": .int(machine.cores), "processor": .string(machine.processor),
                "descriptors": .int(machine.descriptors), "release": .bool(machine.buildIsRelease),
            ],
            "connections": .int(options.connections), "seconds": .number(options.seconds),
            "rows": .array(rounds.rows.map(\.json)),
            "signatures": [
                "per_second": signaturesPerSecond.json, "microseconds": signatureMicroseconds.json,
                "per_login": .int(rounds.signaturesPerLogin), "signer": .string(rounds.signer),
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
                        "held": .bool(aim.isHeld),
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
            "peak_bytes": .int(peakBytes), "server_share": serverShare.json, "driver_share": driverShare.json,
            "others_share": othersShare.json,
            "failures": failures.json,
        ]
    }
}

extension PageRun.Outcome {
    fileprivate var json: JSON {
        [
            "beside": .string(title), "logins_per_second": .number(loginsPerSecond),
            "p50_ms": pages.count.times.milliseconds(0.5), "p99_ms": pages.count.times.milliseconds(0.99),
            "failures": pages.count.failures.json,
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
}
