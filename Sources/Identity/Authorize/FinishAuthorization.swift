/// What the authorization endpoint and the hosted page are made of.
package struct AuthorizationIngredients: Sendable {
    package let store: any Store
    package let configuration: ConfigurationCache
    package let sessions: Sessions
    package let access: DecideAccess
    package let login: LoginTokens
    package let verify: VerifyLoginCode
    package let start: StartLogin
    package let vault: Vault
    package let issuer: Issuer
    package let clock: any WallClock
    package let random: any RandomSource
    /// Keeps the events of refusals within bounds.
    package let refusals: AddressRateLimit

    package init(grants with: GrantIngredients, start: StartLogin, issuer: Issuer) {
        store = with.store
        configuration = with.configuration
        sessions = Sessions(configuration: with.configuration, random: with.random)
        access = with.access
        login = with.login
        verify = with.verify
        self.start = start
        vault = with.vault
        self.issuer = issuer
        clock = with.clock
        random = with.random
        refusals = with.refusals
    }
}

/// Somebody who has proved who they are.
struct Authentication: Sendable {
    let user: User
    /// The browser session that remembers it; nil where nothing does.
    let sessionID: String?
    let at: Timestamp

    init(user: User, sessionID: String?, at: Timestamp) {
        self.user = user
        self.sessionID = sessionID
        self.at = at
    }

    init(_ user: User, _ session: BrowserSession) {
        self.init(user: user, sessionID: session.id, at: session.authenticatedAt)
    }
}

/// Turns a login into what the client asked for: a code, tokens, or both.
package struct FinishAuthorization: Sendable {
    private let with: AuthorizationIngredients

    package init(_ with: AuthorizationIngredients) { self.with = with }

    /// The API and scopes of a request. Refresh tokens come with codes alone, never through the browser.
    func access(
        for request: AuthorizationRequest, client: Client
    ) async throws(AuthorizationProblem) -> GrantedAccess {
        do throws(TokenRefusal) {
            let access = try await with.access.decide(
                audience: request.audience, asked: request.scope, client: client)
            guard !request.responseType.contains(.code) else { return access }
            return GrantedAccess(
                api: access.api, asked: access.asked, scope: access.scope.filter { $0 != "offline_access" })
        } catch {
            if let wire = AuthorizationError(error) { throw .answer(wire, .init(request)) }
            if case .failed(let reason) = error { throw .failed(reason) }
            throw .unavailable
        }
    }

    /// Whether the login of a session is good for a client: one that may not use the session's connection would not have let this
    /// person in.
    func admits(_ session: BrowserSession, to client: Client) -> Bool {
        with.configuration.current.isOpen(connectionID: session.connectionID, to: client)
    }

    /// Whether nobody need be asked: the operator's own clients, where the API does not want it otherwise, and those that were allowed
    /// all of it before.
    func hasConsented(
        _ user: User, _ client: Client, _ access: GrantedAccess, _ request: AuthorizationRequest,
        in tx: any StoreTransaction
    ) throws(StoreError) -> Bool {
        guard !request.prompt.contains(.consent) else { return false }
        guard !client.isFirstParty || access.api?.asksForConsent == true else { return true }
        let given = try tx.consent(
            userID: user.id, clientID: client.id, audience: access.api?.identifier ?? "")
        // One that is older than the client was given to another, which had the same id and was deleted.
        guard let given, given.givenAt >= client.createdAt else { return false }
        return access.scope.values.allSatisfy(given.scope.contains)
    }

    /// The random values and the time of one answer, taken before its transaction.
    struct Draw: Sendable {
        let now: Timestamp
        let code: Secret<String>
        let grantID: String
        let eventID: String
    }

    func draw() -> Draw {
        let now = with.clock.now()
        return Draw(
            now: now, code: Secret(AuthorizationCode.newText(with.random)), grantID: with.random.alphanumerics(24),
            eventID: Event.newID(at: now, with.random))
    }

    /// The part of an answer that is written: the authorization code.
    func write(
        _ draw: Draw, _ request: AuthorizationRequest, access: GrantedAccess, _ login: Authentication,
        in tx: any StoreTransaction
    ) throws(StoreError) {
        guard request.responseType.contains(.code) else { return }
        try tx.insert(
            AuthorizationCode(
                hash: AuthorizationCode.hash(of: draw.code.exposed), grantID: draw.grantID,
                clientID: request.clientID, userID: login.user.id, sessionID: login.sessionID,
                redirectURI: request.redirectURI.text, challenge: request.challenge, nonce: request.nonce,
                audience: access.api?.identifier, askedScope: request.scope, scope: access.scope,
                authenticatedAt: login.at, keyThumbprint: request.keyThumbprint,
                expiresAt: draw.now + AuthorizationCode.lifetime))
    }

    /// An answer out of a session that stands: writes the code and the session's use, then signs.
    func answer(
        _ request: AuthorizationRequest, client: Client, access: GrantedAccess, user: User, session: BrowserSession,
        browser: Authorize.Browser
    ) async throws(AuthorizationProblem) -> AuthorizationAnswer {
        let draw = draw()
        var event = Event(.silentLogin, id: draw.eventID, at: draw.now).called(by: client, from: browser.caller)
        event.userID = user.id
        event.userName = user.phone.e164
        event.audience = access.api?.identifier
        event.scope = access.scope.text
        do {
            try await with.store.write { [sessions = with.sessions, event] tx throws(StoreError) in
                try write(draw, request, access: access, Authentication(user, session), in: tx)
                try sessions.use(session, clientID: client.id, caller: browser.caller, in: tx, at: draw.now)
                try tx.append(event)
            }
        } catch { throw AuthorizationProblem(error) }
        return try await sign(draw, request, client: client, access: access, Authentication(user, session))
    }

    /// The answer's fields, in the order of the wire; tokens are signed here, outside any transaction.
    func sign(
        _ draw: Draw, _ request: AuthorizationRequest, client: Client, access: GrantedAccess, _ login: Authentication
    ) async throws(AuthorizationProblem) -> AuthorizationAnswer {
        var fields: [(String, String)] = []
        let code = request.responseType.contains(.code) ? draw.code.exposed : nil
        if let code { fields.append(("code", code)) }
        if request.responseType.isFrontChannel {
            fields += try await tokens(draw, request, client: client, access: access, login, code: code)
        }
        return AuthorizationAnswer(.init(request), fields, issuer: with.issuer)
    }

    private func tokens(
        _ draw: Draw, _ request: AuthorizationRequest, client: Client, access: GrantedAccess,
        _ authentication: Authentication, code: String?
    ) async throws(AuthorizationProblem) -> [(String, String)] {
        var login = LoginTokens.Login(
            user: authentication.user, client: client, access: access, authenticatedAt: authentication.at)
        login.sessionID = authentication.sessionID
        login.nonce = request.nonce
        login.grantID = draw.grantID
        var fields: [(String, String)] = []
        do throws(TokenRefusal) {
            var accessToken: String?
            if request.responseType.contains(.token) {
                let lifetime = access.api?.tokenLifetimeForWeb ?? FinishAuthorization.opaqueLifetime
                let issued = try await with.login.accessToken(for: login, lifetime: lifetime, at: draw.now)
                accessToken = issued.token
                fields += [
                    ("access_token", issued.token), ("expires_in", String(issued.lifetime.secondsRoundedUp)),
                    ("token_type", "Bearer"),
                ]
                if let scope = access.scopeToName { fields.append(("scope", scope.text)) }
            }
            if request.responseType.contains(.idToken) {
                let idToken = try await with.login.idToken(
                    for: login, accessToken: accessToken, code: code, at: draw.now)
                fields.append(("id_token", idToken))
            }
        } catch {
            if case .failed(let reason) = error { throw .failed(reason) }
            throw .unavailable
        }
        return fields
    }

    /// The life of a token without an API that goes through the browser (contract section 5.4).
    private static let opaqueLifetime = Duration.seconds(7_200)
}
