import Identity

/// What a login's processor time goes to, in microseconds of all nodes.
struct LoginSplit: Sendable {
    /// How it was found out: `perf` or `threads`.
    let method: String
    let total: Double
    let signature: Double
    let storage: Double
    let httpIn: Double
    let httpOut: Double

    var rest: Double { total - signature - storage - httpIn - httpOut }

    var json: JSON {
        [
            "method": .string(method), "total": .number(total), "signature": .number(signature),
            "storage": .number(storage),
            "http_in": .number(httpIn), "http_out": .number(httpOut), "rest": .number(rest),
        ]
    }
}

extension Results {
    /// By every way that this run allowed, the better one first.
    var loginSplits: [LoginSplit] { [splitByProfile, splitByThreads].compactMap(\.self) }

    /// The shares that perf saw, of the time that logins took while nobody looked.
    private var splitByProfile: LoginSplit? {
        guard let login = row("c"), let profile else { return nil }
        let total = login.serverMicroseconds.median
        return LoginSplit(
            method: "perf", total: total, signature: total * profile.share(of: .signature),
            storage: total * profile.share(of: .storage), httpIn: total * profile.share(of: .httpIn),
            httpOut: total * profile.share(of: .httpOut))
    }

    /// Signature and storage are the time of the threads that do nothing else. The bare server tells what HTTP costs: its
    /// answer without a gateway is one call in, and what its relay takes beyond that is one call out. A login is two calls in
    /// and one out. Nil where the rows are not there, or where the kernel does not know what the server calls its threads.
    private var splitByThreads: LoginSplit? {
        guard let login = row("c"), let answer = row("a0"), let relay = row("a"),
            login.rounds.contains(where: \.usage.threads.areNamed)
        else { return nil }
        let oneIn = answer.serverMicroseconds.median
        return LoginSplit(
            method: "threads", total: login.serverMicroseconds.median,
            signature: login.microseconds(of: .signing).median, storage: login.microseconds(of: .storage).median,
            httpIn: 2 * oneIn, httpOut: max(0, relay.serverMicroseconds.median - oneIn))
    }
}
