import Identity

/// `client_credentials`: public keys, so nothing is sealed.
extension SQLTransaction: ClientCredentialRecords {
    package func clientCredentials() throws(StoreError) -> [ClientCredential] {
        try connection.rows(
            "SELECT id, client_id, properties, created_at FROM client_credentials ORDER BY created_at, id",
            Self.clientCredential(from:))
    }

    package func clientCredential(id: String) throws(StoreError) -> ClientCredential? {
        try connection.first(
            "SELECT id, client_id, properties, created_at FROM client_credentials WHERE id = \(id)\(connection.lock)",
            Self.clientCredential(from:))
    }

    package func insert(_ credential: ClientCredential) throws(StoreError) {
        try changeOne(
            """
            INSERT INTO client_credentials (id, client_id, properties, created_at)
            VALUES (\(credential.id), \(credential.clientID), \(credential.stored), \(credential.createdAt))
            ON CONFLICT DO NOTHING
            """, orElse: "the client credential's id is taken")
        try raiseConfigurationVersion()
    }

    package func update(_ credential: ClientCredential) throws(StoreError) {
        try changeOne(
            "UPDATE client_credentials SET properties = \(credential.stored) WHERE id = \(credential.id)",
            orElse: "the client credential is gone")
        try raiseConfigurationVersion()
    }

    package func deleteClientCredential(id: String) throws(StoreError) {
        guard try connection.run("DELETE FROM client_credentials WHERE id = \(id)") > 0 else { return }
        try raiseConfigurationVersion()
    }

    private static func clientCredential(from row: SQLRow) throws(StoreError) -> ClientCredential {
        let stored = try row.object(2)
        guard let name = stored["name"]?.string, let kid = stored["kid"]?.string, let pem = stored["pem"]?.string,
            let algorithm = stored["alg"]?.string.flatMap(ProofAlgorithm.init),
            let updatedAt = stored.time("updated_at")
        else { throw .failed("a client credential lacks a member") }
        return ClientCredential(
            id: try row.text(0), clientID: try row.text(1), name: name, kid: kid, algorithm: algorithm, pem: pem,
            expiresAt: stored.time("expires_at"), createdAt: try row.time(3), updatedAt: updatedAt)
    }
}

extension ClientCredential {
    /// The members without a column.
    fileprivate var stored: StoredMembers {
        var stored = StoredMembers()
        stored.put("name", name)
        stored.put("kid", kid)
        stored.put("alg", algorithm.rawValue)
        stored.put("pem", pem)
        stored.put("expires_at", expiresAt)
        stored.put("updated_at", updatedAt)
        return stored
    }
}
