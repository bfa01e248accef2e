import Identity

/// `consents`: one row a user, client and audience, gone with the user.
extension SQLTransaction: ConsentRecords {
    package func consent(userID: String, clientID: String, audience: String) throws(StoreError) -> Consent? {
        try connection.first(
            """
            SELECT scope, given_at FROM consents
            WHERE user_id = \(userID) AND client_id = \(clientID) AND audience = \(audience)\(connection.lock)
            """
        ) { row throws(StoreError) in
            guard let scope = try JSON.stored(try row.text(0).utf8).strings else {
                throw .failed("a consent's scope is no list of texts")
            }
            return Consent(
                userID: userID, clientID: clientID, audience: audience, scope: Scope(scope), givenAt: try row.time(1))
        }
    }

    package func put(_ consent: Consent) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO consents (user_id, client_id, audience, scope, given_at)
            VALUES (\(consent.userID), \(consent.clientID), \(consent.audience),
                \(JSON.strings(consent.scope.values).text), \(consent.givenAt))
            ON CONFLICT (user_id, client_id, audience) DO UPDATE SET scope = excluded.scope,
                given_at = excluded.given_at
            """)
    }

    package func deleteConsent(userID: String, clientID: String, audience: String) throws(StoreError) {
        try connection.run(
            """
            DELETE FROM consents
            WHERE user_id = \(userID) AND client_id = \(clientID) AND audience = \(audience)
            """)
    }
}
