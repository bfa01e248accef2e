import Identity

/// `authorization_codes`: found by the hash of the code. A used one stays until it is swept.
extension SQLTransaction: AuthorizationCodeRecords {
    package func authorizationCode(hash: [UInt8]) throws(StoreError) -> AuthorizationCode? {
        try connection.first(
            "SELECT client_id, expires_at, is_used, rest FROM authorization_codes WHERE hash = \(hash)\(connection.lock)"
        ) { row throws(StoreError) in
            let rest = try row.object(3)
            guard let grantID = rest["grant"]?.string, let userID = rest["user"]?.string,
                let redirectURI = rest["redirect_uri"]?.string, let authenticatedAt = rest.time("authenticated_at")
            else { throw .failed("an authorization code lacks what it stands for") }
            return AuthorizationCode(
                hash: hash, grantID: grantID, clientID: try row.text(0), userID: userID,
                sessionID: rest["session"]?.string, redirectURI: redirectURI, challenge: rest["challenge"]?.string,
                nonce: rest["nonce"]?.string, audience: rest["audience"]?.string, askedScope: rest.scope("asked"),
                scope: rest.scope("scope"), authenticatedAt: authenticatedAt, keyThumbprint: rest["key"]?.string,
                expiresAt: try row.time(1), isUsed: try row.bool(2))
        }
    }

    package func insert(_ code: AuthorizationCode) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO authorization_codes (hash, client_id, expires_at, is_used, rest)
            VALUES (\(code.hash), \(code.clientID), \(code.expiresAt), \(code.isUsed), \(code.rest))
            """)
    }

    package func markUsed(_ code: AuthorizationCode) throws(StoreError) {
        try connection.post("UPDATE authorization_codes SET is_used = 1 WHERE hash = \(code.hash)")
    }
}

extension SweptTable {
    static let authorizationCodes = SweptTable(
        "authorization_codes", key: ["hash"], ended: { "expires_at < \($0)" },
        read: { row throws(StoreError) in [.bytes(try row.bytes(0))] })
}

extension AuthorizationCode {
    /// The members without a column.
    fileprivate var rest: StoredMembers {
        var rest = StoredMembers()
        rest.put("grant", grantID)
        rest.put("user", userID)
        rest.put("session", sessionID)
        rest.put("redirect_uri", redirectURI)
        rest.put("challenge", challenge)
        rest.put("nonce", nonce)
        rest.put("audience", audience)
        rest.put("asked", askedScope)
        rest.put("scope", scope)
        rest.put("authenticated_at", authenticatedAt)
        rest.put("key", keyThumbprint)
        return rest
    }
}
