import Identity

/// A table as a copy sees it: its columns, of which the first ones are the primary key.
struct CopiedTable: Sendable {
    /// What a column holds, or NULL.
    enum Kind: Sendable { case text, number, bytes }

    struct Column: Sendable {
        let name: SQL
        let kind: Kind
    }

    let name: SQL
    let key: [Column]
    let columns: [Column]

    private init(_ name: SQL, key: [Column], _ others: [Column]) {
        self.name = name
        self.key = key
        columns = key + others
    }

    private static func text(_ names: SQL...) -> [Column] { names.map { Column(name: $0, kind: .text) } }
    private static func numbers(_ names: SQL...) -> [Column] { names.map { Column(name: $0, kind: .number) } }
    private static func bytes(_ names: SQL...) -> [Column] { names.map { Column(name: $0, kind: .bytes) } }

    /// Every table of the store, but for the steps of its shape.
    static let all: [CopiedTable] = [
        CopiedTable("counters", key: text("name"), numbers("value")),
        CopiedTable("notes", key: text("name"), bytes("value")),
        CopiedTable("settings", key: text("name"), text("value")),
        CopiedTable(
            "connections", key: text("id"),
            text("name", "properties") + bytes("options") + numbers("created_at", "deleted_at")),
        CopiedTable("connection_clients", key: text("connection_id", "client_id"), numbers("position")),
        CopiedTable("clients", key: text("id"), bytes("secret") + text("properties") + numbers("created_at")),
        CopiedTable(
            "client_grants", key: text("id"),
            text("client_id", "audience", "scope", "properties") + numbers("created_at")),
        CopiedTable("client_credentials", key: text("id"), text("client_id", "properties") + numbers("created_at")),
        CopiedTable(
            "apis", key: text("id"),
            text("identifier", "properties") + bytes("secret") + numbers("is_system", "created_at")),
        CopiedTable(
            "signing_keys", key: text("kid"),
            bytes("private_key", "certificate") + text("state")
                + numbers("created_at", "current_since", "current_until")),
        CopiedTable(
            "users", key: text("user_id"),
            text("connection_id", "connection", "phone", "properties", "last_ip")
                + numbers(
                    "phone_verified", "blocked", "created_at", "updated_at", "last_login", "logins_count")),
        CopiedTable("consents", key: text("user_id", "client_id", "audience"), text("scope") + numbers("given_at")),
        CopiedTable(
            "numbers", key: text("connection_id", "phone"),
            numbers("failures", "wait_until", "generation", "touched_at") + bytes("sends")),
        CopiedTable(
            "login_codes", key: text("connection_id", "phone", "holder"),
            text("id", "state") + bytes("hash") + numbers("expires_at", "failed_attempts")),
        CopiedTable("addresses", key: text("key"), numbers("full_at")),
        CopiedTable(
            "sessions", key: text("id"),
            bytes("cookie_hash") + text("user_id", "connection_id", "rest", "usage")
                + numbers(
                    "authenticated_at", "expires_at", "idle_expires_at", "ends_at", "last_used_at")),
        CopiedTable(
            "refresh_tokens", key: text("id"),
            text("user_id", "client_id", "session_id", "audience", "rest", "usage")
                + numbers("generation", "created_at", "expires_at", "idle_expires_at", "ends_at")),
        CopiedTable(
            "authorization_codes", key: bytes("hash"),
            numbers("expires_at", "is_used") + text("client_id", "rest")),
        CopiedTable("spent", key: text("kind", "id"), numbers("until_at")),
        CopiedTable(
            "events", key: text("id"),
            numbers("at") + text("type", "user_id", "client_id", "connection_id", "rest")),
    ]
}

extension CopiedTable {
    /// At most `limit` rows behind a key, or from the beginning, in the order of the key.
    func rows(after last: [SQLValue]?, limit: Int, _ connection: any SQLConnection) throws(StoreError) -> [[SQLValue]] {
        let names = key.map(\.name).joined(separator: ", ")
        let condition: SQL =
            last.map { "(\(names)) > (\($0.map { "\($0)" as SQL }.joined(separator: ", ")))" } ?? "1 = 1"
        return try connection.rows(
            """
            SELECT \(columns.map(\.name).joined(separator: ", ")) FROM \(name) WHERE \(condition)
            ORDER BY \(names) LIMIT \(limit)
            """
        ) { row throws(StoreError) in
            var values: [SQLValue] = []
            values.reserveCapacity(columns.count)
            for (index, column) in columns.enumerated() {
                switch column.kind {
                case .text: values.append(try row.optionalText(index).sqlValue)
                case .number: values.append(try row.optionalInt64(index).sqlValue)
                case .bytes: values.append(try row.optionalBytes(index).sqlValue)
                }
            }
            return values
        }
    }

    func insert(_ row: [SQLValue], _ connection: any SQLConnection) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO \(name) (\(columns.map(\.name).joined(separator: ", ")))
            VALUES (\(row.map { "\($0)" as SQL }.joined(separator: ", "))) ON CONFLICT DO NOTHING
            """, expecting: 1, orElse: "a row is in \(name.text) already")
    }

    /// Removes at most `limit` rows; answers how many.
    func empty(limit: Int, _ connection: any SQLConnection) throws(StoreError) -> Int {
        let names = key.map(\.name).joined(separator: ", ")
        return try connection.run(
            "DELETE FROM \(name) WHERE (\(names)) IN (SELECT \(names) FROM \(name) LIMIT \(limit))")
    }
}
