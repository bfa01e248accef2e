import Identity

/// `sessions`: found by cookie and by id, listed by user.
extension SQLTransaction: SessionRecords {
    private static let sessionColumns = SQL(
        raw: """
            id, cookie_hash, user_id, connection_id, authenticated_at, expires_at, idle_expires_at, last_used_at, rest, \
            usage
            """)

    package func session(id: String) throws(StoreError) -> BrowserSession? {
        try connection.first(findSession(id: id), Self.session(from:))
    }

    func findSession(id: String) -> SQL {
        "SELECT \(Self.sessionColumns) FROM sessions WHERE id = \(id)\(connection.lock)"
    }

    package func session(cookieHash: [UInt8]) throws(StoreError) -> BrowserSession? {
        try connection.first(
            "SELECT \(Self.sessionColumns) FROM sessions WHERE cookie_hash = \(cookieHash)\(connection.lock)",
            Self.session(from:))
    }

    package func insert(_ session: BrowserSession) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO sessions (\(Self.sessionColumns), ends_at)
            VALUES (\(session.id), \(session.cookieHash), \(session.userID), \(session.connectionID),
                \(session.authenticatedAt), \(session.expiresAt), \(session.idleExpiresAt), \(session.lastUsedAt),
                \(session.rest), \(session.usage), \(session.endsAt))
            """)
    }

    package func update(_ session: BrowserSession) throws(StoreError) {
        try connection.post(
            """
            UPDATE sessions SET idle_expires_at = \(session.idleExpiresAt), ends_at = \(session.endsAt),
                last_used_at = \(session.lastUsedAt), usage = \(session.usage)
            WHERE id = \(session.id)
            """)
    }

    package func deleteSession(id: String) throws(StoreError) -> Bool {
        try connection.run("DELETE FROM sessions WHERE id = \(id)") > 0
    }

    package func sessions(userID: String, after: String?, limit: Int) throws(StoreError) -> [BrowserSession] {
        var condition: SQL = "user_id = \(userID)"
        if let after {
            // Where that session is gone nothing is later than it: to start again from the first would be wrong.
            condition += """
                 AND (authenticated_at, id) > (
                    SELECT authenticated_at, id FROM sessions WHERE id = \(after) AND user_id = \(userID))
                """
        }
        return try connection.rows(
            """
            SELECT \(Self.sessionColumns) FROM sessions WHERE \(condition) ORDER BY authenticated_at, id LIMIT \(limit)
            """, Self.session(from:))
    }

    package func deleteSessions(userID: String, limit: Int) throws(StoreError) -> Int {
        try connection.run(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user_id = \(userID) LIMIT \(limit))")
    }

    package func deleteSessions(endedBefore time: Timestamp, limit: Int) throws(StoreError) -> Int {
        try connection.run(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE ends_at < \(time) LIMIT \(limit))")
    }

    private static func session(from row: SQLRow) throws(StoreError) -> BrowserSession {
        let usage = try row.object(9)
        return BrowserSession(
            id: try row.text(0), cookieHash: try row.bytes(1), userID: try row.text(2), connectionID: try row.text(3),
            authenticatedAt: try row.time(4), expiresAt: try row.time(5), idleExpiresAt: try row.time(6),
            lastUsedAt: try row.time(7), clientIDs: usage["clients"]?.strings ?? [],
            firstCaller: try row.object(8).caller, lastCaller: usage.caller)
    }
}

extension BrowserSession {
    /// The earlier of its two ends.
    fileprivate var endsAt: Timestamp { min(expiresAt, idleExpiresAt) }

    /// What stays as it is.
    fileprivate var rest: StoredMembers {
        var rest = StoredMembers()
        rest.put(firstCaller)
        return rest
    }

    /// What changes with use.
    fileprivate var usage: StoredMembers {
        var usage = StoredMembers()
        usage.put("clients", .strings(clientIDs))
        usage.put(lastCaller)
        return usage
    }
}
