/// What an opaque access token says to the server that made it. It is sealed, not stored: nothing to look up, nothing to sweep;
/// the user it names is looked up each time, so a blocked or deleted one's token is dead.
package struct OpaqueToken: Sendable, Equatable {
    package let userID: String
    package let clientID: String
    package let scope: Scope
    package let expiresAt: Timestamp

    package init(userID: String, clientID: String, scope: Scope, expiresAt: Timestamp) {
        self.userID = userID
        self.clientID = clientID
        self.scope = scope
        self.expiresAt = expiresAt
    }

    /// The form that is sealed.
    var bytes: [UInt8] {
        JSON.array([.string(userID), .string(clientID), .string(scope.text), .int(expiresAt.seconds)]).serialized()
    }

    /// Reads what was sealed.
    package init?(_ bytes: [UInt8]) {
        guard let items = try? JSON.parse(bytes).array, items.count == 4, let userID = items[0].string,
            let clientID = items[1].string, let text = items[2].string, let scope = Scope(parsing: text),
            let seconds = items[3].integer
        else { return nil }
        self.init(userID: userID, clientID: clientID, scope: scope, expiresAt: Timestamp(seconds: seconds))
    }
}
