import Logging

/// An authorization code of `/authorize` for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.6, contract section 3.3).
package struct AuthorizationCodeGrant: Grant {
    package static let type = "authorization_code"
    package static let needsConfidentialClient = false

    private let with: GrantIngredients

    package init(_ with: GrantIngredients) { self.with = with }

    package func exchange(_ request: TokenRequest, client: Client, logger: Logger) async -> TokenOutcome {
        do throws(TokenRefusal) {
            let ticket = Ticket(
                hash: AuthorizationCode.hash(of: try request.required("code")),
                redirectURI: try request.optional("redirect_uri"), verifier: try request.optional("code_verifier"))
            return .issued(try await answer(ticket, request, client))
        } catch {
            with.note(error, as: .failedAuthorizationCodeExchange, request, client)
            return .refused(error)
        }
    }

    /// What the client brings.
    private struct Ticket: Sendable {
        let hash: [UInt8]
        let redirectURI: String?
        let verifier: String?
    }

    /// What the transaction found.
    private enum Finding: Sendable {
        case used(AuthorizationCode, User, RefreshToken?)
        case refused(TokenRefusal)
    }

    private func answer(
        _ ticket: Ticket, _ request: TokenRequest, _ client: Client
    ) async throws(TokenRefusal) -> TokenAnswer {
        let now = with.clock.now()
        let success = with.event(.authorizationCodeExchange, "Authorization Code for Access Token", request, client)
        let finding: Finding
        do {
            finding = try await with.store.write { [configuration = with.configuration] tx throws(StoreError) in
                guard let code = try tx.authorizationCode(hash: ticket.hash), code.belongs(to: client) else {
                    return .refused(.invalidAuthorizationCode)
                }
                if code.isUsed {
                    try AuthorizationCodeGrant.revoke(code, in: tx, at: now)
                    return .refused(.invalidAuthorizationCode)
                }
                if let refusal = AuthorizationCodeGrant.refusal(of: ticket, for: code, proof: request.proof, at: now) {
                    return .refused(refusal)
                }
                try tx.foresee((code.sessionID.map { [.session($0)] } ?? []) + [.userByID(code.userID)])
                if let id = code.sessionID {
                    // Logged out since, or ended: what was given in its name is no longer wanted.
                    guard let session = try tx.session(id: id), session.isAlive(at: now) else {
                        return .refused(.invalidAuthorizationCode)
                    }
                }
                guard let user = try tx.user(id: code.userID) else { return .refused(.invalidAuthorizationCode) }
                guard !user.isBlocked else { return .refused(.blockedUser) }
                try tx.markUsed(code)
                var event = success
                event.userID = user.id
                event.audience = code.audience
                event.scope = code.scope.text
                try tx.append(event)
                guard code.scope.contains("offline_access") else { return .used(code, user, nil) }
                let access = GrantedAccess(
                    api: code.audience.flatMap { configuration.current.api($0) }, asked: code.askedScope,
                    scope: code.scope)
                let refresh = RefreshToken.begin(
                    id: code.grantID, user: user, client: client, sessionID: code.sessionID, access: access,
                    authenticatedAt: code.authenticatedAt, keyThumbprint: request.proof?.thumbprint,
                    caller: request.caller, at: now)
                try tx.insert(refresh)
                return .used(code, user, refresh)
            }
        } catch { throw TokenRefusal(error) }
        switch finding {
        case .refused(let refusal): throw refusal
        case .used(let code, let user, let refresh):
            // The API may have been deleted since: then the token is refused rather than made for nobody.
            let access = try await with.access.decide(
                audience: code.audience, asked: code.askedScope, client: client)
            var login = LoginTokens.Login(
                user: user, client: client,
                access: GrantedAccess(
                    api: access.api, asked: code.askedScope, scope: code.scope.filter(access.scope.contains)),
                authenticatedAt: code.authenticatedAt)
            login.sessionID = code.sessionID
            login.nonce = code.nonce
            login.grantID = code.grantID
            login.keyThumbprint = request.proof?.thumbprint
            return try await with.login.answer(for: login, refresh: refresh)
        }
    }

    /// Everything that must fit: time, redirect URI, verifier, key. A verifier for a code without a challenge is refused too, for
    /// then somebody has taken the challenge out of the request (RFC 9700 section 4.8.2).
    private static func refusal(
        of ticket: Ticket, for code: AuthorizationCode, proof: DPoPProof?, at now: Timestamp
    ) -> TokenRefusal? {
        guard now < code.expiresAt else { return .invalidAuthorizationCode }
        guard ticket.redirectURI == code.redirectURI else { return .wrongRedirectURI }
        switch (code.challenge, ticket.verifier) {
        case (nil, nil): break
        case (let challenge?, let verifier?):
            guard PKCE.verifies(verifier, challenge: challenge) else { return .wrongVerifier }
        default: return .wrongVerifier
        }
        if let bound = code.keyThumbprint, proof?.thumbprint != bound {
            return .invalidProof("The proof is not of the key that dpop_jkt named")
        }
        return nil
    }

    /// The second use of a code: whatever the first one gave is taken back (RFC 6749 section 4.1.2).
    private static func revoke(
        _ code: AuthorizationCode, in tx: any StoreTransaction, at now: Timestamp
    ) throws(StoreError) {
        _ = try tx.deleteRefreshToken(id: code.grantID)
        _ = try tx.spend(.grant, id: code.grantID, until: now + RefreshToken.longestAccess)
    }
}

extension TokenRefusal {
    /// The refusal in a few words, for the event of an exchange.
    var exchangeText: String {
        switch self {
        case .invalidAuthorizationCode: "Invalid authorization code"
        case .wrongVerifier: "Failed to verify code verifier"
        case .wrongRedirectURI: "The redirect URI is not that of the request"
        case .invalidRefreshToken: "Unknown or invalid refresh token."
        case .userGone: "The refresh_token was generated for a user who doesn't exist anymore."
        case .invalidProof(let reason): reason
        case .blockedUser: "user is blocked"
        case .overloaded, .failed: "The server could not make a token"
        default: "Unauthorized"
        }
    }
}
