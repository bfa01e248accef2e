import Identity

/// `clients`, whose secrets are sealed.
extension SQLTransaction: ClientRecords {
    package func clients() throws(StoreError) -> [Client] {
        try connection.rows(
            "SELECT id, secret, properties, created_at FROM clients ORDER BY created_at, id", client(from:))
    }

    package func client(id: String) throws(StoreError) -> Client? {
        try connection.first(
            "SELECT id, secret, properties, created_at FROM clients WHERE id = \(id)\(connection.lock)", client(from:))
    }

    package func insert(_ client: Client) throws(StoreError) {
        try changeOne(
            """
            INSERT INTO clients (id, secret, properties, created_at)
            VALUES (\(client.id), \(try sealedSecret(of: client)), \(client.properties), \(client.createdAt))
            ON CONFLICT DO NOTHING
            """, orElse: "the client's id is taken")
        try raiseConfigurationVersion()
    }

    package func update(_ client: Client) throws(StoreError) {
        try changeOne(
            """
            UPDATE clients SET secret = \(try sealedSecret(of: client)), properties = \(client.properties)
            WHERE id = \(client.id)
            """, orElse: "the client is gone")
        try raiseConfigurationVersion()
    }

    /// Its refresh tokens, authorization codes and people's consents stay: they may be many, and are worth nothing without
    /// the client. The first two end by themselves or with their user, the consents with their user.
    package func deleteClient(id: String) throws(StoreError) {
        guard try connection.run("DELETE FROM clients WHERE id = \(id)") > 0 else { return }
        try connection.run("DELETE FROM connection_clients WHERE client_id = \(id)")
        try connection.run("DELETE FROM client_grants WHERE client_id = \(id)")
        try connection.run("DELETE FROM client_credentials WHERE client_id = \(id)")
        try raiseConfigurationVersion()
    }

    private func client(from row: SQLRow) throws(StoreError) -> Client {
        let id = try row.text(0)
        let secret = try vault.open(try row.bytes(1), at: secretPlace(id))
        return Client(
            id: id, properties: try row.object(2), secret: Secret(String(decoding: secret, as: UTF8.self)),
            createdAt: try row.time(3))
    }

    private func sealedSecret(of client: Client) throws(StoreError) -> [UInt8] {
        try vault.seal(client.secret.exposed.utf8, at: secretPlace(client.id))
    }

    private func secretPlace(_ id: String) -> SealedPlace {
        SealedPlace(table: "clients", column: "secret", row: id)
    }
}
