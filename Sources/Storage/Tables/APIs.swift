import Identity

/// `apis`, whose signing secrets are sealed.
extension SQLTransaction: APIRecords {
    package func apis() throws(StoreError) -> [API] {
        try connection.rows(
            "SELECT id, identifier, secret, is_system, properties, created_at FROM apis ORDER BY created_at, id",
            api(from:))
    }

    package func api(id: String) throws(StoreError) -> API? {
        try connection.first(
            "SELECT id, identifier, secret, is_system, properties, created_at FROM apis WHERE id = \(id)\(connection.lock)",
            api(from:))
    }

    package func api(identifier: String) throws(StoreError) -> API? {
        try connection.first(
            """
            SELECT id, identifier, secret, is_system, properties, created_at FROM apis WHERE identifier = \(identifier)\(connection.lock)
            """, api(from:))
    }

    package func insert(_ api: API) throws(StoreError) {
        try changeOne(
            """
            INSERT INTO apis (id, identifier, secret, is_system, properties, created_at)
            VALUES (\(api.id), \(api.identifier), \(try sealedSecret(of: api)), \(api.isSystem), \(api.properties),
                \(api.createdAt))
            ON CONFLICT DO NOTHING
            """, orElse: "the API's id or identifier is taken")
        try raiseConfigurationVersion()
    }

    package func update(_ api: API) throws(StoreError) {
        try changeOne(
            "UPDATE apis SET secret = \(try sealedSecret(of: api)), properties = \(api.properties) WHERE id = \(api.id)",
            orElse: "the API is gone")
        try raiseConfigurationVersion()
    }

    package func deleteAPI(id: String) throws(StoreError) {
        try connection.run(
            "DELETE FROM client_grants WHERE audience IN (SELECT identifier FROM apis WHERE id = \(id))")
        guard try connection.run("DELETE FROM apis WHERE id = \(id)") > 0 else { return }
        try raiseConfigurationVersion()
    }

    package func rename(apiID id: String, to identifier: String) throws(StoreError) {
        guard let old = try api(id: id) else { throw .failed("the API is gone") }
        guard old.identifier != identifier else { return }
        try changeOne(
            """
            UPDATE apis SET identifier = \(identifier)
            WHERE id = \(id) AND NOT EXISTS (SELECT 1 FROM apis WHERE identifier = \(identifier))
            """, orElse: "another API has the identifier \(identifier)")
        try connection.run("UPDATE client_grants SET audience = \(identifier) WHERE audience = \(old.identifier)")
        try raiseConfigurationVersion()
    }

    private func api(from row: SQLRow) throws(StoreError) -> API {
        let id = try row.text(0)
        let secret = try vault.open(try row.bytes(2), at: secretPlace(id))
        return API(
            id: id, identifier: try row.text(1), properties: try row.object(4),
            signingSecret: Secret(String(decoding: secret, as: UTF8.self)), isSystem: try row.bool(3),
            createdAt: try row.time(5))
    }

    private func sealedSecret(of api: API) throws(StoreError) -> [UInt8] {
        try vault.seal(api.signingSecret.exposed.utf8, at: secretPlace(api.id))
    }

    private func secretPlace(_ id: String) -> SealedPlace {
        SealedPlace(table: "apis", column: "secret", row: id)
    }
}
