import Identity

/// `connections`, whose options are sealed as a whole, and `connection_clients`.
extension SQLTransaction: ConnectionRecords {
    package func connections() throws(StoreError) -> [Connection] { try connections(where: "deleted_at IS NULL") }

    package func connection(id: String) throws(StoreError) -> Connection? {
        try connections(where: "id = \(id) AND deleted_at IS NULL").first
    }

    package func connection(named name: String) throws(StoreError) -> Connection? {
        try connections(where: "name = \(name)").first
    }

    package func insert(_ connection: Connection) throws(StoreError) {
        try changeOne(
            """
            INSERT INTO connections (id, name, options, properties, created_at, deleted_at)
            VALUES (\(connection.id), \(connection.name), \(try sealedOptions(of: connection)),
                \(connection.stored), \(connection.createdAt), \(connection.deletedAt))
            ON CONFLICT DO NOTHING
            """, orElse: "the connection's id or name is taken")
        try writeEnabledClients(of: connection)
        try raiseConfigurationVersion()
    }

    package func update(_ connection: Connection) throws(StoreError) {
        try changeOne(
            """
            UPDATE connections SET options = \(try sealedOptions(of: connection)),
                properties = \(connection.stored), deleted_at = \(connection.deletedAt)
            WHERE id = \(connection.id)
            """, orElse: "the connection is gone")
        try self.connection.run("DELETE FROM connection_clients WHERE connection_id = \(connection.id)")
        try writeEnabledClients(of: connection)
        try raiseConfigurationVersion()
    }

    package func deletedConnectionIDs() throws(StoreError) -> [String] {
        try connection.rows("SELECT id FROM connections WHERE deleted_at IS NOT NULL ORDER BY deleted_at, id") {
            row throws(StoreError) in try row.text(0)
        }
    }

    package func purge(connectionID id: String, limit: Int) throws(StoreError) -> Bool {
        let deleted: SQL = "SELECT 1 FROM connections WHERE id = \(id) AND deleted_at IS NOT NULL"
        guard try connection.first(deleted, { row throws(StoreError) in try row.int(0) }) != nil else { return true }
        var left = limit
        left -= try connection.run(
            """
            DELETE FROM login_codes WHERE (connection_id, phone, holder) IN (
                SELECT connection_id, phone, holder FROM login_codes WHERE connection_id = \(id) LIMIT \(left))
            """)
        left -= try connection.run(
            """
            DELETE FROM numbers WHERE (connection_id, phone) IN (
                SELECT connection_id, phone FROM numbers WHERE connection_id = \(id) LIMIT \(left))
            """)
        left -= try purgeUsers(connectionID: id, limit: left)
        left -= try connection.run(
            """
            DELETE FROM connection_clients WHERE (connection_id, client_id) IN (
                SELECT connection_id, client_id FROM connection_clients WHERE connection_id = \(id) LIMIT \(left))
            """)
        guard left > 0 else { return false }
        try connection.run("DELETE FROM connections WHERE id = \(id)")
        try raiseConfigurationVersion()
        return true
    }

    /// Takes a few users at a time and, once they have nothing left, themselves; answers how many rows went.
    private func purgeUsers(connectionID id: String, limit: Int) throws(StoreError) -> Int {
        let users: SQL = "SELECT user_id FROM users WHERE connection_id = \(id) ORDER BY phone LIMIT \(limit)"
        var left = limit
        left -= try connection.run(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user_id IN (\(users)) LIMIT \(left))")
        left -= try connection.run(
            """
            DELETE FROM refresh_tokens WHERE id IN (
                SELECT id FROM refresh_tokens WHERE user_id IN (\(users)) LIMIT \(left))
            """)
        left -= try connection.run(
            """
            DELETE FROM consents WHERE (user_id, client_id, audience) IN (
                SELECT user_id, client_id, audience FROM consents WHERE user_id IN (\(users)) LIMIT \(left))
            """)
        left -= try connection.run(
            """
            DELETE FROM users WHERE user_id IN (
                SELECT user_id FROM users WHERE connection_id = \(id) ORDER BY phone LIMIT \(left))
            """)
        return limit - left
    }

    // MARK: Rows and records

    private func connections(where condition: SQL) throws(StoreError) -> [Connection] {
        var clients: [String: [String]] = [:]
        let enabled: SQL = """
            SELECT connection_id, client_id FROM connection_clients
            WHERE connection_id IN (SELECT id FROM connections WHERE \(condition)) ORDER BY connection_id, position
            """
        try connection.each(enabled) { row throws(StoreError) in
            clients[try row.text(0), default: []].append(try row.text(1))
            return true
        }
        let rows: SQL = """
            SELECT id, name, options, properties, created_at, deleted_at FROM connections
            WHERE \(condition) ORDER BY created_at, id\(self.connection.lock)
            """
        return try connection.rows(rows) { row throws(StoreError) in
            let id = try row.text(0)
            let options = try JSON.stored(try vault.open(try row.bytes(2), at: optionsPlace(id))).object ?? [:]
            var record = Connection(
                id: id, name: try row.text(1), options: options, enabledClients: clients[id] ?? [],
                createdAt: try row.time(4))
            record.restore(try row.object(3))
            record.deletedAt = try row.optionalTime(5)
            return record
        }
    }

    private func writeEnabledClients(of connection: Connection) throws(StoreError) {
        for (position, client) in connection.enabledClients.enumerated() {
            try self.connection.run(
                """
                INSERT INTO connection_clients (connection_id, client_id, position)
                VALUES (\(connection.id), \(client), \(position)) ON CONFLICT DO NOTHING
                """)
        }
    }

    private func sealedOptions(of connection: Connection) throws(StoreError) -> [UInt8] {
        try vault.seal(JSON.object(connection.options).serialized(), at: optionsPlace(connection.id))
    }

    private func optionsPlace(_ id: String) -> SealedPlace {
        SealedPlace(table: "connections", column: "options", row: id)
    }
}

extension Connection {
    /// The members that have no column of their own.
    fileprivate var stored: JSONObject {
        var stored: JSONObject = ["is_domain_connection": .bool(isDomainConnection), "realms": .strings(realms)]
        stored["display_name"] = displayName.map { .string($0) }
        stored["metadata"] = metadata.map { .object($0) }
        stored["show_as_button"] = showAsButton.map { .bool($0) }
        return stored
    }

    /// Takes back what `stored` gave.
    fileprivate mutating func restore(_ stored: JSONObject) {
        isDomainConnection = stored["is_domain_connection"]?.bool ?? false
        realms = stored["realms"]?.strings ?? [name]
        displayName = stored["display_name"]?.string
        metadata = stored["metadata"]?.object
        showAsButton = stored["show_as_button"]?.bool
    }
}
