/// One way to log in that is measured: who answers, what a client does there, and what its rounds saw.
struct Contestant: Sendable {
    enum Product: String, Sendable {
        case watchword = "Watchword"
        case allauth = "django-allauth"
        case privacyIDEA = "privacyIDEA with a PIN"
        case privacyIDEAWithoutPIN = "privacyIDEA without a PIN"
    }

    /// As `--only` and the JSON name it.
    let name: String
    let product: Product
    /// How it is set up, in a few words.
    let setup: String
    let target: Target
    /// Clients at once: as many as keep it busy, and no more than it can serve in a window.
    let connections: Int
    let signatures: SignaturesSeen
    /// RSA signatures that a login leaves in the store and no answer shows.
    var storedSignatures = 0
    /// Whether a login takes seconds.
    var isSlow = false
    let script: @Sendable () -> any Script
    var rounds: [Round] = []

    var loginsPerSecond: Spread { Spread(rounds.map(\.operationsPerSecond)) }
    /// In milliseconds.
    var half: Spread { Spread(rounds.map { ($0.count.times.percentile(0.5) ?? 0) / 1_000 }) }
    /// In milliseconds.
    var ninetyNine: Spread { Spread(rounds.map { ($0.count.times.percentile(0.99) ?? 0) / 1_000 }) }
    /// Processor time of everything but clients and gateway for one login, in milliseconds: workers, proxy, cache and database
    /// are processes of their own.
    var milliseconds: Spread {
        Spread(
            rounds.map { round in
                let usage = round.usage
                return round.each(usage.server + usage.balancer + usage.database + usage.others) / 1_000
            })
    }
    var logins: Int { rounds.reduce(0) { $0 + $1.count.operations } }
    var failures: [String: Int] {
        rounds.reduce(into: [:]) { all, round in all.merge(round.count.failures, uniquingKeysWith: +) }
    }
}
