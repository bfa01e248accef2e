/// What a person allowed a client to do in their name.
package struct Consent: Sendable, Equatable {
    package let userID: String
    package let clientID: String
    /// The API's identifier; empty for the person's own profile alone.
    package let audience: String
    package let scope: Scope
    package let givenAt: Timestamp

    package init(userID: String, clientID: String, audience: String, scope: Scope, givenAt: Timestamp) {
        self.userID = userID
        self.clientID = clientID
        self.audience = audience
        self.scope = scope
        self.givenAt = givenAt
    }

    /// The same with what was allowed before, if that was to this very client and not to a deleted one of its id.
    func joined(with before: Consent?, since clientSince: Timestamp) -> Consent {
        guard let before, before.givenAt >= clientSince else { return self }
        return Consent(
            userID: userID, clientID: clientID, audience: audience,
            scope: Scope(scope.values + before.scope.values.filter { !scope.contains($0) }), givenAt: givenAt)
    }
}

/// Consents: one a user, client and audience.
package protocol ConsentRecords {
    func consent(userID: String, clientID: String, audience: String) throws(StoreError) -> Consent?
    /// Stands in the place of an older one.
    func put(_ consent: Consent) throws(StoreError)
    /// The person is asked again.
    func deleteConsent(userID: String, clientID: String, audience: String) throws(StoreError)
}
