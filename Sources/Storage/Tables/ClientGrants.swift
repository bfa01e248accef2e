import Identity

/// `client_grants`.
extension SQLTransaction: ClientGrantRecords {
    package func clientGrants() throws(StoreError) -> [ClientGrant] {
        try connection.rows(
            """
            SELECT id, client_id, audience, scope, properties, created_at FROM client_grants ORDER BY created_at, id
            """, clientGrant(from:))
    }

    package func clientGrant(id: String) throws(StoreError) -> ClientGrant? {
        try connection.first(
            """
            SELECT id, client_id, audience, scope, properties, created_at FROM client_grants WHERE id = \(id)
            \(connection.lock)
            """, clientGrant(from:))
    }

    package func insert(_ grant: ClientGrant) throws(StoreError) {
        try changeOne(
            """
            INSERT INTO client_grants (id, client_id, audience, scope, properties, created_at)
            VALUES (\(grant.id), \(grant.clientID), \(grant.audience), \(JSON.strings(grant.scope).text),
                \(grant.properties), \(grant.createdAt))
            ON CONFLICT DO NOTHING
            """, orElse: "the client grant's id is taken")
        try raiseConfigurationVersion()
    }

    package func update(_ grant: ClientGrant) throws(StoreError) {
        try changeOne(
            """
            UPDATE client_grants SET audience = \(grant.audience), scope = \(JSON.strings(grant.scope).text),
                properties = \(grant.properties)
            WHERE id = \(grant.id)
            """, orElse: "the client grant is gone")
        try raiseConfigurationVersion()
    }

    package func deleteClientGrant(id: String) throws(StoreError) {
        guard try connection.run("DELETE FROM client_grants WHERE id = \(id)") > 0 else { return }
        try raiseConfigurationVersion()
    }

    private func clientGrant(from row: SQLRow) throws(StoreError) -> ClientGrant {
        guard let scope = try JSON.stored(try row.text(3).utf8).strings else {
            throw .failed("a client grant's scope is no list of texts")
        }
        return ClientGrant(
            id: try row.text(0), clientID: try row.text(1), audience: try row.text(2), scope: scope,
            properties: try row.object(4), createdAt: try row.time(5))
    }
}
