import Logging

/// A refresh token for a fresh access token (RFC 6749 section 6, RFC 9700 section 4.14, contract section 3.4).
package struct RefreshTokenGrant: Grant {
    package static let type = "refresh_token"
    package static let needsConfidentialClient = false

    private let with: GrantIngredients

    package init(_ with: GrantIngredients) { self.with = with }

    package func exchange(_ request: TokenRequest, client: Client, logger: Logger) async -> TokenOutcome {
        do throws(TokenRefusal) {
            let text = try request.required("refresh_token")
            let asked = try request.scope()
            let audience = try request.optional("audience")
            guard let token = RefreshTokenText(text, vault: with.vault) else { throw .invalidRefreshToken }
            return .issued(try await answer(token, asked, audience, request, client))
        } catch {
            with.note(error, as: .failedRefreshExchange, request, client)
            return .refused(error)
        }
    }

    /// What the transaction found: the record as it is now, and whether the client gets a new text.
    private enum Finding: Sendable {
        case good(RefreshToken, User, GrantedAccess, givesText: Bool)
        case refused(TokenRefusal)
    }

    private func answer(
        _ text: RefreshTokenText, _ asked: Scope?, _ audience: String?, _ request: TokenRequest, _ client: Client
    ) async throws(TokenRefusal) -> TokenAnswer {
        let now = with.clock.now()
        let success = with.event(.refreshExchange, "Refresh Token for Access Token", request, client)
        let reuse = with.event(.refreshTokenReused, "Reused rotating refresh token detected", request, client)
        let finding: Finding
        do {
            finding = try await with.store.write { [with] tx throws(StoreError) in
                try tx.foresee([.refreshToken(text.id), .userByID(text.userID)])
                guard var token = try tx.refreshToken(id: text.id) else {
                    return .refused(try tx.user(id: text.userID) == nil ? .userGone : .invalidRefreshToken)
                }
                guard token.belongs(to: client), token.isAlive(at: now) else { return .refused(.invalidRefreshToken) }
                if let bound = token.keyThumbprint, request.proof?.thumbprint != bound {
                    return .refused(.invalidProof("The proof is not of the key that the refresh token is bound to"))
                }
                let use = token.use(text.generation, policy: client.refreshTokenPolicy, at: now)
                guard use != .stolen else {
                    _ = try tx.deleteRefreshToken(id: token.id)
                    _ = try tx.spend(.grant, id: token.id, until: now + RefreshToken.longestAccess)
                    var event = reuse
                    event.userID = token.userID
                    try tx.append(event)
                    return .refused(.invalidRefreshToken)
                }
                guard let user = try tx.user(id: token.userID) else { return .refused(.userGone) }
                guard !user.isBlocked else { return .refused(.blockedUser) }
                if let audience, audience != token.audience { return .refused(.unknownAudience(audience)) }
                let access: GrantedAccess
                do throws(TokenRefusal) { access = try with.access(for: token, of: user, asked: asked, client) } catch {
                    return .refused(error)
                }
                token.lastCaller = SessionCaller(request.caller)
                try tx.update(token)
                var event = success
                event.userID = user.id
                event.audience = token.audience
                event.scope = access.scope.text
                try tx.append(event)
                return .good(token, user, access, givesText: use == .rotated)
            }
        } catch { throw TokenRefusal(error) }
        switch finding {
        case .refused(let refusal): throw refusal
        case .good(let token, let user, let access, let givesText):
            var login = LoginTokens.Login(
                user: user, client: client, access: access, authenticatedAt: token.authenticatedAt)
            login.sessionID = token.sessionID
            login.grantID = token.id
            login.keyThumbprint = request.proof?.thumbprint
            return try await with.login.answer(for: login, refresh: givesText ? token : nil)
        }
    }
}

extension GrantIngredients {
    /// What a family of refresh tokens is good for today: never more than was granted, and nothing that was taken away since, from
    /// the API, the client's grant, or the client itself.
    fileprivate func access(
        for token: RefreshToken, of user: User, asked: Scope?, _ client: Client
    ) throws(TokenRefusal) -> GrantedAccess {
        let allowed = try access.decideNow(audience: token.audience, asked: token.scope, client: client)
        guard allowed.scope.contains("offline_access"),
            configuration.current.isOpen(connectionID: user.connectionID, to: client)
        else { throw .invalidRefreshToken }
        let scope = token.narrowed(to: asked).filter(allowed.scope.contains)
        if let asked, !asked.isEmpty, scope.isEmpty {
            throw .invalidScope("The refresh token was not granted any of these scopes")
        }
        return GrantedAccess(api: allowed.api, asked: asked ?? token.scope, scope: scope)
    }
}

extension RefreshToken {
    /// Longer than any access token lives: how long a revoked login is remembered.
    static let longestAccess = Duration.seconds(2_592_000)

    /// The first token of a family, under the client's present terms. The record is bound to a key only where the client has no other
    /// proof of who it is (RFC 9449 section 5).
    static func begin(
        id: String, user: User, client: Client, sessionID: String?, access: GrantedAccess,
        authenticatedAt: Timestamp, keyThumbprint: String?, caller: Caller, at now: Timestamp
    ) -> RefreshToken {
        let policy = client.refreshTokenPolicy
        return RefreshToken(
            id: id, userID: user.id, clientID: client.id, sessionID: sessionID, audience: access.api?.identifier,
            scope: access.scope, authenticatedAt: authenticatedAt, createdAt: now,
            expiresAt: policy.lifetime.map { now + $0 }, idleExpiresAt: policy.idleLifetime.map { now + $0 },
            keyThumbprint: client.isPublic ? keyThumbprint : nil, firstCaller: SessionCaller(caller),
            lastCaller: SessionCaller(caller))
    }

    /// Whether it is this very client's, not that of a deleted one of the same id.
    func belongs(to client: Client) -> Bool { clientID == client.id && createdAt >= client.createdAt }

    /// What a use comes to.
    enum Use: Equatable {
        /// Good, and the client goes on with the text it has.
        case kept
        /// Good, and the client gets the next text.
        case rotated
        /// A text that was replaced: somebody has a copy.
        case stolen
    }

    /// Uses a text of some generation and moves the record.
    mutating func use(_ generation: Int, policy: RefreshTokenPolicy, at now: Timestamp) -> Use {
        let isNewest = generation == self.generation
        // Without a leeway there is none, also for a call that was on its way at the same moment, or on a node whose clock is behind.
        let isInLeeway =
            policy.leeway > .zero && generation == self.generation - 1
            && rotatedAt.map { now < $0 + policy.leeway } ?? false
        guard isNewest || isInLeeway else { return .stolen }
        lastExchangedAt = now
        idleExpiresAt = policy.idleLifetime.map { now + $0 }
        guard policy.isRotating || isInLeeway else { return .kept }
        if isNewest {
            self.generation += 1
            rotatedAt = now
        }
        return .rotated
    }

    /// What is left of the scopes when only some are asked for; never more than was granted.
    func narrowed(to asked: Scope?) -> Scope { asked.map { asked in scope.filter(asked.contains) } ?? scope }
}
