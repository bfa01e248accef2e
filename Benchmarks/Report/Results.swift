/// Everything that a run saw.
struct Results: Sendable {
    /// The runs with the slow gateway.
    struct Holds: Sendable {
        let bare: Hold.Outcome
        let watchword: Hold.Outcome
        /// More than the server has room for.
        let beyond: Hold.Outcome
        let delay: Double
    }

    let machine: Machine
    let options: Options
    let rounds: Rounds.Outcome
    /// Of the tokens that the gateway looked at, how many were right, and how many were not.
    let tokens: (right: Int, wrong: Int)
    /// Seconds from the process's start to `/readyz` on the store that the rounds left behind.
    let startups: Spread
    /// What the server holds when it has been up for two seconds and was asked for nothing, in bytes.
    let idleBytes: Int
    let storeBytes: Int
    /// The login page beside no, some and all logins; empty where logins were not measured.
    let pages: [PageRun.Outcome]
    /// What perf saw of logins; nil where it was not asked.
    let profile: LoginProfile?
    let holds: Holds?
    /// How the store was filled before the rounds; nil where it was empty.
    let filling: Filling?
    /// What the server wrote to its log at level warning and above, and how often.
    let log: [String: Int]

    func row(_ name: String) -> Row? { rounds.rows.first { $0.name == name } }

    /// Processor time of one bare signature, in microseconds.
    var signatureMicroseconds: Spread { Spread(rounds.signatures.map(\.microseconds)) }
    var signaturesPerSecond: Spread { Spread(rounds.signatures.map(\.perSecond)) }
    /// The share of `openssl speed` that a signature here reaches, by processor time; nil where there is no openssl.
    var shareOfOpenSSL: Spread? {
        let shares = rounds.signatures.compactMap(\.shareOfOpenSSL)
        return shares.isEmpty ? nil : Spread(shares)
    }
    /// Processor time of a login without its signatures, in microseconds.
    var loginBesideSignatures: Double? {
        row("c").map { $0.serverMicroseconds.median - Double(rounds.signaturesPerLogin) * signatureMicroseconds.median }
    }
}

/// What the numbers were measured on.
struct Machine: Sendable {
    let cores: Int
    let processor: String
    /// In bytes.
    let memory: Int
    let system: String
    let descriptors: Int
    let buildIsRelease: Bool
}
