/// Begins, finds and uses browser sessions under the tenant's settings (contract section 5.8).
package struct Sessions: Sendable {
    private let configuration: ConfigurationCache
    private let random: any RandomSource

    package init(configuration: ConfigurationCache, random: any RandomSource) {
        self.configuration = configuration
        self.random = random
    }

    /// A session to be, and the cookie that goes to the browser.
    package struct New: Sendable {
        package let id: String
        package let cookie: Secret<String>
    }

    /// Draws id and cookie, before the transaction that begins the session.
    package func draw() -> New {
        New(id: BrowserSession.newID(random), cookie: BrowserSession.newCookie(random))
    }

    /// Begins a session for someone who has just proved who they are. The browser's session of before, if it had one, ends: its cookie
    /// is worth nothing any more.
    func begin(
        _ new: New, for user: User, clientID: String, caller: Caller, replacing oldCookie: String?,
        in tx: any StoreTransaction, at now: Timestamp
    ) throws(StoreError) -> BrowserSession {
        if let oldCookie, let old = try tx.session(cookieHash: AuthorizationCode.hash(of: oldCookie)) {
            _ = try tx.deleteSession(id: old.id)
        }
        let settings = configuration.current.settings
        let session = BrowserSession(
            id: new.id, cookieHash: AuthorizationCode.hash(of: new.cookie.exposed), userID: user.id,
            connectionID: user.connectionID, authenticatedAt: now, expiresAt: now + settings.sessionLifetime,
            idleExpiresAt: now + settings.idleSessionLifetime, lastUsedAt: now, clientIDs: [clientID],
            firstCaller: SessionCaller(caller), lastCaller: SessionCaller(caller))
        try tx.insert(session)
        return session
    }

    /// The living session of a cookie.
    package func find(
        cookie: String?, in tx: any StoreTransaction, at now: Timestamp
    ) throws(StoreError) -> BrowserSession? {
        guard let cookie, let session = try tx.session(cookieHash: AuthorizationCode.hash(of: cookie)),
            session.isAlive(at: now)
        else { return nil }
        return session
    }

    /// Writes down that a client got an answer out of the session; its idle time begins anew. At most once a minute where nothing else
    /// changed: silent logins come often.
    func use(
        _ session: BrowserSession, clientID: String, caller: Caller, in tx: any StoreTransaction, at now: Timestamp
    ) throws(StoreError) {
        let isKnown = session.clientIDs.contains(clientID)
        guard !isKnown || now - session.lastUsedAt >= .seconds(60) else { return }
        var used = session
        if !isKnown { used.clientIDs.append(clientID) }
        used.lastUsedAt = now
        used.idleExpiresAt = now + configuration.current.settings.idleSessionLifetime
        used.lastCaller = SessionCaller(caller)
        try tx.update(used)
    }
}
