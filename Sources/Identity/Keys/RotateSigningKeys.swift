/// Makes `next` the key that signs, keeps the old one published, and makes a new `next`.
package struct RotateSigningKeys: Sendable {
    private let store: any Store
    private let clock: any WallClock
    private let host: String

    /// The host is the issuer's, for the certificates.
    package init(store: any Store, clock: any WallClock, host: String) {
        self.store = store
        self.clock = clock
        self.host = host
    }

    package enum Failure: Error, Sendable {
        case store(StoreError)
        case key(SigningKeyProblem)
    }

    package enum Outcome: Sendable, Equatable {
        case rotated(current: String, next: String)
        /// Another node rotated since the caller looked.
        case alreadyRotated(current: String)
    }

    /// Rotates if `seen` is still the current key; nil rotates whatever is current.
    package func rotate(seen: String? = nil) async throws(Failure) -> Outcome {
        let now = clock.now()
        let fresh: SigningKey
        do { fresh = try SigningKey.generate(host: host, at: now) } catch { throw .key(error) }
        do {
            return try await store.write { tx throws(StoreError) in
                let keys = try tx.signingKeys()
                guard var current = keys.first(where: { $0.state == .current }),
                    var next = keys.first(where: { $0.state == .next })
                else { throw .failed("there is no current or no next signing key") }
                if let seen, seen != current.kid { return .alreadyRotated(current: current.kid) }
                current.state = .previous
                current.currentUntil = now
                next.state = .current
                next.currentSince = now
                try tx.update(current)
                try tx.update(next)
                try tx.insert(fresh)
                try tx.raiseConfigurationVersion()
                return .rotated(current: next.kid, next: fresh.kid)
            }
        } catch { throw .store(error) }
    }
}
