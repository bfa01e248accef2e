/// Ends sessions and refresh tokens from outside: who holds them is not asked (contract section 8.6).
///
/// A user may have more of them than one transaction should hold, so it goes slice by slice.
package struct RevokeAccess: Sendable {
    private let store: any Store
    private let clock: any WallClock

    package init(store: any Store, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// What is to end.
    package enum Target: Sendable, Equatable {
        /// One session, if it is this user's. Its refresh tokens stay.
        case session(id: String, userID: String)
        /// All of a user's sessions. Their refresh tokens stay.
        case sessions(userID: String)
        /// One family of refresh tokens, with the access tokens of its login.
        case refreshToken(id: String)
        /// All that match, with the access tokens of their logins.
        case refreshTokens(RefreshTokenFilter)
    }

    /// Rows that one transaction removes at most.
    package static let slice = 500

    /// Ends what is left of the targets, in as many transactions as it takes.
    package func finish(_ targets: [Target]) async throws(StoreError) {
        var isDone = false
        while !isDone {
            let now = clock.now()
            isDone = try await store.write { tx throws(StoreError) in
                try RevokeAccess.endSlice(of: targets, in: tx, at: now)
            }
        }
    }

    /// Ends one slice of the targets, in their order; true where nothing is left.
    ///
    /// Sessions belong before refresh tokens: a living session could bring forth another token.
    package static func endSlice(
        of targets: [Target], in tx: any StoreTransaction, at now: Timestamp
    ) throws(StoreError) -> Bool {
        var room = slice
        for target in targets {
            room -= try end(target, in: tx, at: now, limit: room)
            guard room > 0 else { return false }
        }
        return true
    }

    private static func end(
        _ target: Target, in tx: any StoreTransaction, at now: Timestamp, limit: Int
    ) throws(StoreError) -> Int {
        switch target {
        case .session(let id, let userID):
            guard try tx.session(id: id)?.userID == userID else { return 0 }
            return try tx.deleteSession(id: id) ? 1 : 0
        case .sessions(let userID):
            return try tx.deleteSessions(userID: userID, limit: limit)
        case .refreshToken(let id):
            return try revoke(id, in: tx, at: now) ? 1 : 0
        case .refreshTokens(let filter):
            let tokens = try tx.refreshTokens(filter, after: nil, limit: limit)
            for token in tokens { _ = try revoke(token.id, in: tx, at: now) }
            return tokens.count
        }
    }

    private static func revoke(
        _ id: String, in tx: any StoreTransaction, at now: Timestamp
    ) throws(StoreError) -> Bool {
        guard try tx.deleteRefreshToken(id: id) else { return false }
        _ = try tx.spend(.grant, id: id, until: now + RefreshToken.longestAccess)
        return true
    }
}

/// The body of `POST /users/{id}/revoke-access`.
package struct RevokeAccessRequest: Sendable, Equatable {
    /// Nil for all of the user's sessions.
    package let sessionID: String?
    package let keepsRefreshTokens: Bool

    private static let shape = ObjectShape([
        "session_id": .init(.string(max: 50), "The session to end; all of them without it"),
        "preserve_refresh_tokens": .init(.boolean, "Whether refresh tokens stay"),
    ])

    /// Checks the body; an empty object means everything.
    package init(_ body: JSON) throws(ShapeProblem) {
        let members = try RevokeAccessRequest.shape.check(body)
        sessionID = members["session_id"]?.string
        keepsRefreshTokens = members["preserve_refresh_tokens"]?.bool ?? false
    }

    /// What it asks to end, of this user.
    package func targets(userID: String) -> [RevokeAccess.Target] {
        let sessions: RevokeAccess.Target =
            sessionID.map { .session(id: $0, userID: userID) } ?? .sessions(userID: userID)
        guard !keepsRefreshTokens else { return [sessions] }
        return [sessions, .refreshTokens(RefreshTokenFilter(userID: userID, sessionID: sessionID))]
    }
}
