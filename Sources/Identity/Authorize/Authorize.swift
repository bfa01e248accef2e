import Logging

/// The authorization endpoint's decision: answer at once out of a session, ask the person, or refuse (contract section 5.1).
package struct Authorize: Sendable {
    package enum Outcome: Sendable {
        /// The client gets this.
        case answer(AuthorizationAnswer)
        /// The person is asked.
        case ask(AuthorizationRequest, LoginTransaction.Step)
        case refuse(AuthorizationProblem)
    }

    /// What a browser brings.
    package struct Browser: Sendable {
        package let caller: Caller
        package let sessionCookie: String?

        package init(caller: Caller, sessionCookie: String?) {
            self.caller = caller
            self.sessionCookie = sessionCookie
        }
    }

    private let read: ReadAuthorization
    private let finish: FinishAuthorization
    private let sessions: Sessions
    private let store: any Store
    private let configuration: ConfigurationCache
    private let clock: any WallClock
    private let random: any RandomSource
    private let issuer: Issuer
    private let refusals: AddressRateLimit

    package init(_ with: AuthorizationIngredients) {
        read = ReadAuthorization(configuration: with.configuration)
        finish = FinishAuthorization(with)
        sessions = with.sessions
        store = with.store
        configuration = with.configuration
        clock = with.clock
        random = with.random
        issuer = with.issuer
        refusals = with.refusals
    }

    /// Decides on a request to `/authorize`.
    package func begin(_ parameters: JSONObject, browser: Browser) async -> Outcome {
        do throws(AuthorizationProblem) {
            let request = try await read.read(parameters)
            return try await decide(request, browser)
        } catch {
            if case .answer(let error, let destination) = error {
                return .answer(AuthorizationAnswer(error, to: destination, issuer: issuer))
            }
            return .refuse(error)
        }
    }

    /// Somebody who is logged in, as one read found them.
    private struct Present: Sendable {
        let session: BrowserSession
        let user: User
        let hasConsented: Bool
    }

    private func decide(
        _ request: AuthorizationRequest, _ browser: Browser
    ) async throws(AuthorizationProblem) -> Outcome {
        let client = try client(request)
        let access = try await finish.access(for: request, client: client)
        _ = try connection(request, client)
        guard let present = try await present(request, client, access, browser) else {
            if request.isSilent { return try await refuseSilently(.loginRequired, request, client, browser) }
            return .ask(request, .identifier)
        }
        guard !present.user.isBlocked else {
            return .answer(AuthorizationAnswer(.userBlocked, to: .init(request), issuer: issuer))
        }
        if request.isSilent {
            guard client.isKnown(by: request.redirectURI) else {
                return try await refuseSilently(.interactionRequired, request, client, browser)
            }
            guard present.hasConsented else {
                return try await refuseSilently(.consentRequired, request, client, browser)
            }
        } else {
            if request.connection != nil || request.prompt.contains(.login) { return .ask(request, .identifier) }
            if request.prompt.contains(.selectAccount) || !client.isKnown(by: request.redirectURI) {
                return .ask(request, .account(sessionID: present.session.id))
            }
            guard present.hasConsented else { return .ask(request, .consent(sessionID: present.session.id)) }
        }
        let answer = try await finish.answer(
            request, client: client, access: access, user: present.user, session: present.session, browser: browser)
        return .answer(answer)
    }

    private func client(_ request: AuthorizationRequest) throws(AuthorizationProblem) -> Client {
        guard let client = configuration.current.client(request.clientID) else {
            throw .page(AuthorizationError("unauthorized_client", "Unknown client: \(request.clientID)"))
        }
        return client
    }

    /// The connection of a request: the one it names, else the oldest that the client may use.
    package func connection(
        _ request: AuthorizationRequest, _ client: Client
    ) throws(AuthorizationProblem) -> Connection {
        let enabled = configuration.current.connections.filter { $0.enabledClients.contains(client.id) }
        let found = request.connection.map { name in enabled.first { $0.name == name || $0.realms.contains(name) } }
        guard let connection = found ?? enabled.first else {
            let text = request.connection.map { "the connection \($0) is not enabled for the client" }
            throw .answer(
                .invalidRequest(text ?? "no connections enabled for the client"), .init(request))
        }
        return connection
    }

    /// Who is logged in, recently enough for this request; nil where the person must log in.
    private func present(
        _ request: AuthorizationRequest, _ client: Client, _ access: GrantedAccess, _ browser: Browser
    ) async throws(AuthorizationProblem) -> Present? {
        guard let cookie = browser.sessionCookie, !client.isSingleSignOnDisabled else { return nil }
        let now = clock.now()
        let found: Present?
        do {
            found = try await store.read { [sessions, finish] tx throws(StoreError) in
                guard let session = try sessions.find(cookie: cookie, in: tx, at: now),
                    let user = try tx.user(id: session.userID)
                else { return nil }
                let hasConsented = try finish.hasConsented(user, client, access, request, in: tx)
                return Present(session: session, user: user, hasConsented: hasConsented)
            }
        } catch { throw AuthorizationProblem(error) }
        guard let found, finish.admits(found.session, to: client),
            found.session.isRecent(enough: request.maxAge, at: now)
        else { return nil }
        return found
    }

    private func refuseSilently(
        _ error: AuthorizationError, _ request: AuthorizationRequest, _ client: Client, _ browser: Browser
    ) async throws(AuthorizationProblem) -> Outcome {
        let now = clock.now()
        let answer = AuthorizationAnswer(error, to: .init(request), issuer: issuer)
        guard refusals.hasRoom(for: browser.caller.address, at: now) else { return .answer(answer) }
        let event = Event(
            .failedSilentLogin, id: Event.newID(at: now, random), at: now, description: error.description
        ).called(by: client, from: browser.caller)
        store.enqueue { tx throws(StoreError) in try tx.append(event) }
        return .answer(answer)
    }
}

extension Client {
    /// Whether an answer at this address reaches this very client. Any program of a machine can listen on a loopback port or take a
    /// scheme of its own, and begin a login: the person is asked before it goes on (RFC 8252 section 8.6).
    fileprivate func isKnown(by redirectURI: RedirectURI) -> Bool {
        skipsConfirmation || !(redirectURI.webOrigin == nil || applicationType == "native" && redirectURI.isLoopback)
    }
}
