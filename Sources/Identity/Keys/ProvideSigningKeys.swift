/// Sees to it that there are keys for an algorithm that an API or a client is set to: made once, the first time that anything is.
package struct ProvideSigningKeys: Sendable {
    private let fresh: [SigningKey]

    /// Makes what may be needed, outside any transaction: a key that signs and the next one. Nothing where the algorithm needs
    /// no key, or an RSA key, which every tenant has.
    package init(for algorithm: SigningAlgorithm?, host: String, at time: Timestamp) throws(SigningKeyProblem) {
        guard let kind = algorithm?.keyKind, kind != .rsa else {
            fresh = []
            return
        }
        var current = try SigningKey.generate(kind, host: host, at: time)
        current.state = .current
        current.currentSince = time
        fresh = [current, try SigningKey.generate(kind, host: host, at: time)]
    }

    /// Keeps them, unless the kind has keys already.
    package func provide(in tx: any StoreTransaction) throws(StoreError) {
        guard let kind = fresh.first?.kind else { return }
        // First, since two nodes may come to this at once: the second one waits here, and then sees what the first one wrote.
        try tx.raiseConfigurationVersion()
        guard try !tx.signingKeys().contains(where: { $0.kind == kind }) else { return }
        for key in fresh { try tx.insert(key) }
    }
}
