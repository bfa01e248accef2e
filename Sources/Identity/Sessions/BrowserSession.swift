/// A browser's single sign-on session: who logged in, when, and how long that stands (contract section 5.8).
///
/// The browser holds a random cookie; the store holds its hash. A login begins a new session under a new id and cookie, never
/// an old one, so that a cookie planted before the login is worth nothing after it.
package struct BrowserSession: Sendable, Equatable {
    /// The `sid` of tokens and the id of the Management API: 24 letters or digits. Not the cookie.
    package let id: String
    /// SHA-256 of the cookie.
    package let cookieHash: [UInt8]
    package let userID: String
    package let connectionID: String
    /// When the person proved who they are: `auth_time`.
    package let authenticatedAt: Timestamp
    /// The end, however much it is used.
    package let expiresAt: Timestamp
    /// The end, unless it is used before.
    package var idleExpiresAt: Timestamp
    package var lastUsedAt: Timestamp
    /// The clients that got an answer out of it, in order of their first.
    package var clientIDs: [String]
    package let firstCaller: SessionCaller
    package var lastCaller: SessionCaller

    package init(
        id: String, cookieHash: [UInt8], userID: String, connectionID: String, authenticatedAt: Timestamp,
        expiresAt: Timestamp, idleExpiresAt: Timestamp, lastUsedAt: Timestamp, clientIDs: [String],
        firstCaller: SessionCaller, lastCaller: SessionCaller
    ) {
        self.id = id
        self.cookieHash = cookieHash
        self.userID = userID
        self.connectionID = connectionID
        self.authenticatedAt = authenticatedAt
        self.expiresAt = expiresAt
        self.idleExpiresAt = idleExpiresAt
        self.lastUsedAt = lastUsedAt
        self.clientIDs = clientIDs
        self.firstCaller = firstCaller
        self.lastCaller = lastCaller
    }

    /// Whether it has neither ended nor been left idle for too long.
    package func isAlive(at time: Timestamp) -> Bool { time < expiresAt && time < idleExpiresAt }

    /// Whether the login is as recent as `max_age` wants, in seconds. 0 asks anew however recent it is (OpenID Connect Core section
    /// 3.1.2.1).
    func isRecent(enough maxAge: Int?, at now: Timestamp) -> Bool {
        guard let maxAge else { return true }
        return maxAge > 0 && now - authenticatedAt <= .seconds(maxAge)
    }

    package static func newID(_ random: some RandomSource) -> String { random.alphanumerics(24) }
    /// 190 bits: nobody guesses it, so its hash needs no salt.
    package static func newCookie(_ random: some RandomSource) -> Secret<String> { Secret(random.alphanumerics(32)) }
}

/// From where a session was used.
package struct SessionCaller: Sendable, Equatable {
    package let ip: String
    package let userAgent: String?

    package init(ip: String, userAgent: String?) {
        self.ip = ip
        self.userAgent = userAgent
    }

    package init(_ caller: Caller) { self.init(ip: caller.address.description, userAgent: caller.userAgent) }
}

/// Sessions. An ended one may still be found until it is swept: whoever asks looks at `isAlive`.
package protocol SessionRecords {
    func session(id: String) throws(StoreError) -> BrowserSession?
    func session(cookieHash: [UInt8]) throws(StoreError) -> BrowserSession?
    func insert(_ session: BrowserSession) throws(StoreError)
    /// Writes what can change: use, idle end, clients, last caller. Nothing where the session is gone.
    func update(_ session: BrowserSession) throws(StoreError)
    /// False where there was none.
    func deleteSession(id: String) throws(StoreError) -> Bool
    /// A user's sessions, oldest first, those after the one of the id `after`; at most `limit`.
    func sessions(userID: String, after: String?, limit: Int) throws(StoreError) -> [BrowserSession]
    /// At most `limit`; returns how many.
    func deleteSessions(userID: String, limit: Int) throws(StoreError) -> Int
    /// Removes sessions that ended before a moment, at most `limit`; returns how many.
    func deleteSessions(endedBefore time: Timestamp, limit: Int) throws(StoreError) -> Int
}
