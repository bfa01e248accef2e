import Identity

/// `refresh_tokens`: found by id, listed by user.
extension SQLTransaction: RefreshTokenRecords {
    private static let refreshTokenColumns = SQL(
        raw: """
            id, user_id, client_id, session_id, audience, generation, created_at, expires_at, idle_expires_at, rest, \
            usage
            """)

    package func refreshToken(id: String) throws(StoreError) -> RefreshToken? {
        try connection.first(findRefreshToken(id: id), Self.refreshToken(from:))
    }

    func findRefreshToken(id: String) -> SQL {
        "SELECT \(Self.refreshTokenColumns) FROM refresh_tokens WHERE id = \(id)\(connection.lock)"
    }

    /// Room is made before the token comes, so that it is never itself the one to go.
    package func insert(_ token: RefreshToken) throws(StoreError) {
        try connection.post(
            """
            DELETE FROM refresh_tokens WHERE id IN (
                SELECT id FROM refresh_tokens WHERE user_id = \(token.userID) AND client_id = \(token.clientID)
                ORDER BY created_at DESC, id DESC LIMIT 100 OFFSET \(RefreshToken.limitPerUserAndClient - 1))
            """)
        try connection.post(
            """
            INSERT INTO refresh_tokens (\(Self.refreshTokenColumns), ends_at)
            VALUES (\(token.id), \(token.userID), \(token.clientID), \(token.sessionID), \(token.audience),
                \(token.generation), \(token.createdAt), \(token.expiresAt), \(token.idleExpiresAt), \(token.rest),
                \(token.usage), \(token.endsAt))
            """)
    }

    package func update(_ token: RefreshToken) throws(StoreError) {
        try connection.post(
            """
            UPDATE refresh_tokens SET generation = \(token.generation), idle_expires_at = \(token.idleExpiresAt),
                ends_at = \(token.endsAt), usage = \(token.usage)
            WHERE id = \(token.id)
            """)
    }

    package func deleteRefreshToken(id: String) throws(StoreError) -> Bool {
        try connection.run("DELETE FROM refresh_tokens WHERE id = \(id)") > 0
    }

    package func refreshTokens(
        _ filter: RefreshTokenFilter, after: String?, limit: Int
    ) throws(StoreError) -> [RefreshToken] {
        var condition = filter.condition
        if let after {
            // Where that token is gone nothing is later than it: to start again from the first would be wrong.
            condition += """
                 AND (created_at, id) > (
                    SELECT created_at, id FROM refresh_tokens WHERE id = \(after) AND user_id = \(filter.userID))
                """
        }
        return try connection.rows(
            """
            SELECT \(Self.refreshTokenColumns) FROM refresh_tokens WHERE \(condition)
            ORDER BY created_at, id LIMIT \(limit)
            """, Self.refreshToken(from:))
    }

    package func deleteRefreshTokens(_ filter: RefreshTokenFilter, limit: Int) throws(StoreError) -> Int {
        try connection.run(
            """
            DELETE FROM refresh_tokens WHERE id IN (
                SELECT id FROM refresh_tokens WHERE \(filter.condition) LIMIT \(limit))
            """)
    }

    package func deleteRefreshTokens(expiredBefore time: Timestamp, limit: Int) throws(StoreError) -> Int {
        try connection.run(
            """
            DELETE FROM refresh_tokens WHERE id IN (
                SELECT id FROM refresh_tokens WHERE ends_at < \(time) LIMIT \(limit))
            """)
    }

    private static func refreshToken(from row: SQLRow) throws(StoreError) -> RefreshToken {
        let (rest, usage) = (try row.object(9), try row.object(10))
        guard let authenticatedAt = rest.time("authenticated_at") else {
            throw .failed("a refresh token does not say when its user was authenticated")
        }
        return RefreshToken(
            id: try row.text(0), userID: try row.text(1), clientID: try row.text(2),
            sessionID: try row.optionalText(3), audience: try row.optionalText(4), scope: rest.scope("scope"),
            authenticatedAt: authenticatedAt, createdAt: try row.time(6), expiresAt: try row.optionalTime(7),
            idleExpiresAt: try row.optionalTime(8), generation: try row.int(5), rotatedAt: usage.time("rotated_at"),
            lastExchangedAt: usage.time("exchanged_at"), keyThumbprint: rest["key"]?.string, firstCaller: rest.caller,
            lastCaller: usage.caller)
    }
}

extension RefreshTokenFilter {
    fileprivate var condition: SQL {
        var parts: [SQL] = ["user_id = \(userID)"]
        if let clientID { parts.append("client_id = \(clientID)") }
        if let sessionID { parts.append("session_id = \(sessionID)") }
        if let audience { parts.append("audience = \(audience)") }
        return parts.joined(separator: " AND ")
    }
}

extension RefreshToken {
    /// The earlier of its two ends; nil where it never ends.
    fileprivate var endsAt: Timestamp? { [expiresAt, idleExpiresAt].compactMap { $0 }.min() }

    /// What stays as it is.
    fileprivate var rest: StoredMembers {
        var rest = StoredMembers()
        rest.put("scope", scope)
        rest.put("authenticated_at", authenticatedAt)
        rest.put("key", keyThumbprint)
        rest.put(firstCaller)
        return rest
    }

    /// What changes with use.
    fileprivate var usage: StoredMembers {
        var usage = StoredMembers()
        usage.put("rotated_at", rotatedAt)
        usage.put("exchanged_at", lastExchangedAt)
        usage.put(lastCaller)
        return usage
    }
}
