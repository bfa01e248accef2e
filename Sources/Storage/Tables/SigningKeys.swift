import Identity

/// `signing_keys`, whose private keys are sealed. Only a key's place in its life ever changes.
extension SQLTransaction: SigningKeyRecords {
    package func signingKeys() throws(StoreError) -> [SigningKey] {
        try connection.rows(
            """
            SELECT kid, private_key, certificate, state, created_at, current_since, current_until FROM signing_keys
            ORDER BY created_at, kid\(connection.lock)
            """, signingKey(from:))
    }

    package func insert(_ key: SigningKey) throws(StoreError) {
        let sealed = try vault.seal(key.privateKey.exposed, at: privateKeyPlace(key.kid))
        try changeOne(
            """
            INSERT INTO signing_keys (kid, private_key, certificate, state, created_at, current_since, current_until)
            VALUES (\(key.kid), \(sealed), \(key.certificate), \(key.state.rawValue), \(key.createdAt),
                \(key.currentSince), \(key.currentUntil))
            ON CONFLICT DO NOTHING
            """, orElse: "the signing key's id is taken")
        try raiseConfigurationVersion()
    }

    package func update(_ key: SigningKey) throws(StoreError) {
        try changeOne(
            """
            UPDATE signing_keys SET state = \(key.state.rawValue), current_since = \(key.currentSince),
                current_until = \(key.currentUntil)
            WHERE kid = \(key.kid)
            """, orElse: "the signing key is gone")
        try raiseConfigurationVersion()
    }

    private func signingKey(from row: SQLRow) throws(StoreError) -> SigningKey {
        let kid = try row.text(0)
        guard let state = SigningKey.State(rawValue: try row.text(3)) else {
            throw .failed("a signing key's state is unknown")
        }
        return SigningKey(
            kid: kid, privateKey: Secret(try vault.open(try row.bytes(1), at: privateKeyPlace(kid))),
            certificate: try row.bytes(2), state: state, createdAt: try row.time(4),
            currentSince: try row.optionalTime(5), currentUntil: try row.optionalTime(6))
    }

    private func privateKeyPlace(_ kid: String) -> SealedPlace {
        SealedPlace(table: "signing_keys", column: "private_key", row: kid)
    }
}
