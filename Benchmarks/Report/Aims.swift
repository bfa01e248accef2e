extension Results {
    /// What the server is to reach: shares of what the same machine does in the same run, and a few fixed figures.
    var aims: [Aim] { speedAims + signingAims + pageAims + startAims + (holds?.aims ?? []) }

    private var speedAims: [Aim] {
        guard let bare = row("a"), let start = row("b"), let beside = loginBesideSignatures else { return [] }
        let failures = (rounds.rows.flatMap(\.failures.values) + pages.flatMap(\.pages.count.failures.values)).reduce(
            0, +)
        return loginAims(beside) + [
            Aim(
                "start: rate beside the bare relay's",
                100 * start.operationsPerSecond.median / max(1, bare.operationsPerSecond.median), .atLeast(70), "%"),
            Aim(
                "start: server CPU beside the bare relay's",
                start.serverMicroseconds.median / max(1, bare.serverMicroseconds.median), .atMost(1.7), "times"),
            Aim("operations that failed", Double(failures), .atMost(0), ""),
            Aim("gateway tokens that were wrong", Double(tokens.wrong), .atMost(0), ""),
        ]
    }

    /// What a login may cost was asked of one server on a file.
    private func loginAims(_ beside: Double) -> [Aim] {
        guard options.database == nil else { return [] }
        let rest = loginSplits.first.map {
            Aim("login: CPU of what is our own (rest, by \($0.method))", $0.rest, .atMost(33), "µs")
        }
        return [Aim("login: server CPU beside its signatures", beside, .atMost(220), "µs")] + [rest].compactMap(\.self)
    }

    private var signingAims: [Aim] {
        shareOfOpenSSL.map { [Aim("RS256 beside openssl speed rsa2048", 100 * $0.median, .atLeast(90), "%")] } ?? []
    }

    private var pageAims: [Aim] {
        pages.dropFirst().compactMap { outcome in
            outcome.pages.count.times.percentile(0.99).map {
                Aim("login page: p99 \(outcome.title)", $0 / 1_000, .atMost(5), "ms")
            }
        }
    }

    private var startAims: [Aim] {
        options.nodes > 1 || options.users > 0
            ? []
            : [
                Aim("ready on an existing store within", startups.median, .atMost(0.3), "s"),
                Aim("memory when idle", Double(idleBytes) / 1e6, .atMost(60), "MB"),
            ]
    }
}

extension Results.Holds {
    fileprivate var aims: [Aim] {
        let lost = watchword.launched - watchword.accepted.count
        let beyondLost = beyond.launched - beyond.answered
        return [
            Aim("slow gateway: starts of \(watchword.launched) that did not end in 200", Double(lost), .atMost(0), ""),
            Aim(
                "slow gateway: p99 of other routes meanwhile", (watchword.others.percentile(0.99) ?? .infinity) / 1_000,
                .atMost(50), "ms"),
            Aim("slow gateway: other routes' failures meanwhile", Double(watchword.otherFailures), .atMost(0), ""),
            Aim(
                "slow gateway: memory for one in flight beside the bare relay's",
                watchword.growthEach / max(0.001, bare.growthEach), .atMost(1.25), "times"),
            Aim(
                "beyond the limit: starts of \(beyond.launched) without 200 or 503", Double(beyondLost), .atMost(0), ""),
            Aim("beyond the limit: refusals seen", Double(beyond.refused.count), .atLeast(1), ""),
            Aim(
                "beyond the limit: 503 without Retry-After", Double(beyond.refusedWithoutRetryAfter), .atMost(0), ""),
            Aim(
                "beyond the limit: p99 of a refusal (at once)", (beyond.refused.percentile(0.99) ?? .infinity) / 1_000,
                .atMost(100), "ms"),
        ]
    }
}
