/// "Do you want to sign out?", sealed into the page's `state`: asked where a link brings no sign that the person wants it (OpenID
/// Connect RP-Initiated Logout section 2). It is about one session, so a link made by another browser ends nothing here.
package struct LogoutQuestion: Sendable, Equatable {
    package let sessionID: String
    package let target: Logout.Target
    package let clientID: String?
    private let askedAt: Timestamp

    package init(sessionID: String, target: Logout.Target, clientID: String?, askedAt: Timestamp) {
        self.sessionID = sessionID
        self.target = target
        self.clientID = clientID
        self.askedAt = Timestamp(seconds: askedAt.seconds)
    }

    package func sealed(by vault: Vault) throws(StoreError) -> String {
        var object: JSONObject = ["s": .string(sessionID), "t": .int(askedAt.seconds)]
        if case .address(let address) = target { object["a"] = .string(address) }
        object["c"] = clientID.map { .string($0) }
        return try vault.makeOpaque(JSON.object(object).serialized(), for: .logout)
    }

    /// Reads a `state`; nil where it was not made here, or more than an hour ago.
    package static func open(_ text: String, vault: Vault, at now: Timestamp) -> LogoutQuestion? {
        guard let bytes = vault.readOpaque(text, for: .logout), let object = try? JSON.parse(bytes).object,
            let sessionID = object["s"]?.string, let seconds = object["t"]?.integer,
            now - Timestamp(seconds: seconds) < .seconds(3_600)
        else { return nil }
        return LogoutQuestion(
            sessionID: sessionID, target: object["a"]?.string.map { .address($0) } ?? .page,
            clientID: object["c"]?.string, askedAt: Timestamp(seconds: seconds))
    }
}

extension Logout {
    /// The id of the browser's session; nil where it has none.
    package func sessionID(of cookie: String?) async throws(StoreError) -> String? {
        guard let cookie else { return nil }
        return try await store.read { tx throws(StoreError) in
            try tx.session(cookieHash: AuthorizationCode.hash(of: cookie))?.id
        }
    }
}
