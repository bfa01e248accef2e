/// The questions of the hosted page to someone who is logged in already: go on as yourself, and may the client do this.
extension HostedLogin {
    package enum Choosing: Sendable {
        case answer(AuthorizationAnswer)
        case ask(LoginTransaction)
        /// The session has ended since: the number is asked for.
        case loginNeeded(LoginTransaction)
        case refused(AuthorizationProblem)
    }

    /// Who is logged in, as the page shows them; nil where nobody is any more.
    package func account(
        of visit: LoginTransaction, browser: Authorize.Browser
    ) async throws(StoreError) -> User? {
        try await present(visit, browser)?.user
    }

    /// "Go on as": consent where it is needed, else the answer.
    package func goOn(_ visit: LoginTransaction, browser: Authorize.Browser) async -> Choosing {
        await choose(visit, browser, consents: false)
    }

    /// "Allow": written down, then the answer.
    package func accept(_ visit: LoginTransaction, browser: Authorize.Browser) async -> Choosing {
        await choose(visit, browser, consents: true)
    }

    /// "Do not allow": the client hears of it.
    package func deny(_ visit: LoginTransaction) -> AuthorizationAnswer {
        AuthorizationAnswer(.consentDenied, to: .init(visit.request), issuer: with.issuer)
    }

    /// The scopes and the API that the person is asked about.
    package func asked(_ visit: LoginTransaction) async throws(AuthorizationProblem) -> GrantedAccess {
        try await finish.access(for: visit.request, client: try client(of: visit.request))
    }

    private func choose(_ visit: LoginTransaction, _ browser: Authorize.Browser, consents: Bool) async -> Choosing {
        do throws(AuthorizationProblem) {
            let client = try client(of: visit.request)
            let access = try await finish.access(for: visit.request, client: client)
            let found: (session: BrowserSession, user: User)?
            do { found = try await present(visit, browser) } catch { throw AuthorizationProblem(error) }
            guard let found, finish.admits(found.session, to: client), isRecent(found.session, visit) else {
                var next = visit
                next.step = .identifier
                return .loginNeeded(next)
            }
            guard !found.user.isBlocked else {
                return .answer(AuthorizationAnswer(.userBlocked, to: .init(visit.request), issuer: with.issuer))
            }
            if consents {
                try await write(
                    to: client,
                    Consent(
                        userID: found.user.id, clientID: client.id, audience: access.api?.identifier ?? "",
                        scope: access.scope, givenAt: with.clock.now()))
            } else if try await !hasConsented(found.user, client, access, visit.request) {
                var next = visit
                next.step = .consent(sessionID: found.session.id)
                return .ask(next)
            }
            return .answer(
                try await finish.answer(
                    visit.request, client: client, access: access, user: found.user, session: found.session,
                    browser: browser))
        } catch { return .refused(error) }
    }

    /// Who logged in during this very visit need not do so twice.
    private func isRecent(_ session: BrowserSession, _ visit: LoginTransaction) -> Bool {
        session.authenticatedAt >= visit.begunAt
            || session.isRecent(enough: visit.request.maxAge, at: with.clock.now())
    }

    /// The session that the visit was shown, if the browser's cookie is still its.
    private func present(
        _ visit: LoginTransaction, _ browser: Authorize.Browser
    ) async throws(StoreError) -> (session: BrowserSession, user: User)? {
        let expected: String
        switch visit.step {
        case .account(let sessionID), .consent(let sessionID): expected = sessionID
        case .identifier, .code: return nil
        }
        let now = with.clock.now()
        return try await with.store.read { [sessions = with.sessions] tx throws(StoreError) in
            guard let session = try sessions.find(cookie: browser.sessionCookie, in: tx, at: now),
                session.id == expected, let user = try tx.user(id: session.userID)
            else { return nil }
            return (session, user)
        }
    }

    private func hasConsented(
        _ user: User, _ client: Client, _ access: GrantedAccess, _ request: AuthorizationRequest
    ) async throws(AuthorizationProblem) -> Bool {
        do {
            return try await with.store.read { [finish] tx throws(StoreError) in
                try finish.hasConsented(user, client, access, request, in: tx)
            }
        } catch { throw AuthorizationProblem(error) }
    }

    private func write(to client: Client, _ consent: Consent) async throws(AuthorizationProblem) {
        do {
            try await with.store.write { tx throws(StoreError) in
                let before = try tx.consent(
                    userID: consent.userID, clientID: consent.clientID, audience: consent.audience)
                try tx.put(consent.joined(with: before, since: client.createdAt))
            }
        } catch { throw AuthorizationProblem(error) }
    }
}
