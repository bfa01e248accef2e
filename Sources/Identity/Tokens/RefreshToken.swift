/// A right to fetch new access tokens for a user without asking them again (RFC 6749 section 6, contract section 3.4).
///
/// One record stands for the whole family of tokens that rotation brings forth. The token that a client holds is sealed text
/// that names the record and a generation; it is stored nowhere. The newest generation works, the one before it only within
/// the client's leeway after the rotation, and any older one shows that somebody has a copy: the family ends.
package struct RefreshToken: Sendable, Equatable {
    /// 24 letters or digits; also names the login's access tokens (see `OpaqueToken.grantID`).
    package let id: String
    package let userID: String
    package let clientID: String
    /// The browser session it came from; nil where there was none.
    package let sessionID: String?
    /// The API of its access tokens; nil for `/userinfo` alone.
    package let audience: String?
    package let scope: Scope
    package let authenticatedAt: Timestamp
    package let createdAt: Timestamp
    /// Fixed at the start; nil never.
    package let expiresAt: Timestamp?
    /// Moves with use; nil never.
    package var idleExpiresAt: Timestamp?
    /// 0 for the first token of the family, one more with each rotation.
    package var generation: Int
    package var rotatedAt: Timestamp?
    package var lastExchangedAt: Timestamp?
    /// The thumbprint of the key that each exchange must prove (RFC 9449 section 5); nil where none is bound.
    package let keyThumbprint: String?
    package let firstCaller: SessionCaller
    package var lastCaller: SessionCaller

    package init(
        id: String, userID: String, clientID: String, sessionID: String?, audience: String?, scope: Scope,
        authenticatedAt: Timestamp, createdAt: Timestamp, expiresAt: Timestamp?, idleExpiresAt: Timestamp?,
        generation: Int = 0, rotatedAt: Timestamp? = nil, lastExchangedAt: Timestamp? = nil, keyThumbprint: String?,
        firstCaller: SessionCaller, lastCaller: SessionCaller
    ) {
        self.id = id
        self.userID = userID
        self.clientID = clientID
        self.sessionID = sessionID
        self.audience = audience
        self.scope = scope
        self.authenticatedAt = authenticatedAt
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.idleExpiresAt = idleExpiresAt
        self.generation = generation
        self.rotatedAt = rotatedAt
        self.lastExchangedAt = lastExchangedAt
        self.keyThumbprint = keyThumbprint
        self.firstCaller = firstCaller
        self.lastCaller = lastCaller
    }

    /// Active tokens of one user and client; beyond it the oldest goes (contract section 3.4).
    package static let limitPerUserAndClient = 200

    package func isAlive(at time: Timestamp) -> Bool {
        expiresAt.map { time < $0 } ?? true && idleExpiresAt.map { time < $0 } ?? true
    }
}

/// Refresh tokens. An expired one may still be found until it is swept: whoever asks looks at `isAlive`.
package protocol RefreshTokenRecords {
    func refreshToken(id: String) throws(StoreError) -> RefreshToken?
    /// Removes the oldest of the same user and client beyond `RefreshToken.limitPerUserAndClient`.
    func insert(_ token: RefreshToken) throws(StoreError)
    /// Writes what can change: idle end, generation, use, last caller. Nothing where the token is gone.
    func update(_ token: RefreshToken) throws(StoreError)
    /// False where there was none.
    func deleteRefreshToken(id: String) throws(StoreError) -> Bool
    /// Those that match all that is given, oldest first, after the one of the id `after`; at most `limit`.
    func refreshTokens(_ filter: RefreshTokenFilter, after: String?, limit: Int) throws(StoreError) -> [RefreshToken]
    /// At most `limit`; returns how many.
    func deleteRefreshTokens(_ filter: RefreshTokenFilter, limit: Int) throws(StoreError) -> Int
    /// Removes tokens that expired before a moment, at most `limit`; returns how many.
    func deleteRefreshTokens(expiredBefore time: Timestamp, limit: Int) throws(StoreError) -> Int
}

/// Which refresh tokens are meant; nil is any.
package struct RefreshTokenFilter: Sendable, Equatable {
    package let userID: String
    package var clientID: String?
    package var sessionID: String?
    package var audience: String?

    package init(userID: String, clientID: String? = nil, sessionID: String? = nil, audience: String? = nil) {
        self.userID = userID
        self.clientID = clientID
        self.sessionID = sessionID
        self.audience = audience
    }
}
