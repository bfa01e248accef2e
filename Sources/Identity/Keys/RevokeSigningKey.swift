/// Withdraws a key that no longer signs: its tokens are refused from then on.
package struct RevokeSigningKey: Sendable {
    package enum Outcome: Sendable {
        case revoked(SigningKey)
        /// It signs, or will sign next.
        case inUse
        case alreadyRevoked
        case notFound
    }

    /// Revokes the key with this id; only one that was rotated out can be.
    package static func revoke(kid: String, in tx: any StoreTransaction) throws(StoreError) -> Outcome {
        guard var key = try tx.signingKeys().first(where: { $0.kid == kid }) else { return .notFound }
        switch key.state {
        case .current, .next: return .inUse
        case .revoked: return .alreadyRevoked
        case .previous:
            key.state = .revoked
            try tx.update(key)
            try tx.raiseConfigurationVersion()
            return .revoked(key)
        }
    }
}
