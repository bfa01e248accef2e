/// What an opaque access token says to the server that made it. It is sealed, not stored: nothing to look up, nothing to sweep;
/// the user and the login it names are looked up each time, so a blocked or deleted user's token is dead, and a revoked login's.
package struct OpaqueToken: Sendable, Equatable {
    package let userID: String
    package let clientID: String
    package let scope: Scope
    package let expiresAt: Timestamp
    /// The login it comes from; nil where that has no name.
    package let grantID: String?
    /// The key whose possession must be proven; nil for a bearer token.
    package let keyThumbprint: String?

    package init(
        userID: String, clientID: String, scope: Scope, expiresAt: Timestamp, grantID: String? = nil,
        keyThumbprint: String? = nil
    ) {
        self.userID = userID
        self.clientID = clientID
        self.scope = scope
        self.expiresAt = expiresAt
        self.grantID = grantID
        self.keyThumbprint = keyThumbprint
    }

    /// The form that is sealed.
    var bytes: [UInt8] {
        JSON.array([
            .string(userID), .string(clientID), .string(scope.text), .int(expiresAt.seconds),
            grantID.map { .string($0) } ?? .null, keyThumbprint.map { .string($0) } ?? .null,
        ]).serialized()
    }

    /// Reads what was sealed, also by the first version, whose tokens had four members.
    package init?(_ bytes: [UInt8]) {
        guard let items = try? JSON.parse(bytes).array, items.count == 4 || items.count == 6,
            let userID = items[0].string, let clientID = items[1].string, let text = items[2].string,
            let scope = Scope(parsing: text), let seconds = items[3].integer
        else { return nil }
        self.init(
            userID: userID, clientID: clientID, scope: scope, expiresAt: Timestamp(seconds: seconds),
            grantID: items.count == 6 ? items[4].string : nil, keyThumbprint: items.count == 6 ? items[5].string : nil)
    }
}
