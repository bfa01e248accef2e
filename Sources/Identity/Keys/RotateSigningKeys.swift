/// Makes each kind's `next` the key that signs, keeps the old one published, and makes a new `next`.
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

    /// Names RSA keys; those of other kinds moved with them.
    package enum Outcome: Sendable, Equatable {
        case rotated(current: String, next: String)
        /// Another node rotated since the caller looked.
        case alreadyRotated(current: String)
    }

    /// Rotates if `seen` is still the current RSA key; nil rotates whatever is current.
    package func rotate(seen: String? = nil) async throws(Failure) -> Outcome {
        let now = clock.now()
        let fresh = try await freshKeys(at: now)
        do {
            return try await store.write { tx throws(StoreError) in
                // First, so that another node's rotation waits here, and then sees this one's keys.
                try tx.raiseConfigurationVersion()
                let keys = try tx.signingKeys()
                let turns = fresh.compactMap { Turn(to: $0, among: keys) }
                guard let turn = turns.first(where: { $0.fresh.kind == .rsa }) else {
                    throw .failed("there is no current or no next signing key")
                }
                if let seen, seen != turn.current.kid { return .alreadyRotated(current: turn.current.kid) }
                for turn in turns { try turn.carryOut(in: tx, at: now) }
                return .rotated(current: turn.next.kid, next: turn.fresh.kid)
            }
        } catch { throw .store(error) }
    }

    /// A new key of each kind that there is.
    private func freshKeys(at now: Timestamp) async throws(Failure) -> [SigningKey] {
        let kinds: Set<SigningKeyKind>
        do {
            kinds = try await store.read { tx throws(StoreError) in Set(try tx.signingKeys().map(\.kind)) }
        } catch { throw .store(error) }
        var fresh: [SigningKey] = []
        for kind in SigningKeyKind.allCases where kinds.contains(kind) {
            do { fresh.append(try SigningKey.generate(kind, host: host, at: now)) } catch { throw .key(error) }
        }
        return fresh
    }
}

/// One kind's keys moving on by one place.
private struct Turn {
    let current: SigningKey
    let next: SigningKey
    let fresh: SigningKey

    /// Nil where the fresh key's kind has no current or no next one.
    init?(to fresh: SigningKey, among keys: [SigningKey]) {
        let kind = fresh.kind
        guard let current = keys.first(where: { $0.state == .current && $0.kind == kind }),
            let next = keys.first(where: { $0.state == .next && $0.kind == kind })
        else { return nil }
        (self.current, self.next, self.fresh) = (current, next, fresh)
    }

    func carryOut(in tx: any StoreTransaction, at now: Timestamp) throws(StoreError) {
        var (former, signing) = (current, next)
        former.state = .previous
        former.currentUntil = now
        signing.state = .current
        signing.currentSince = now
        try tx.update(former)
        try tx.update(signing)
        try tx.insert(fresh)
    }
}
