import Logging

/// The hosted page's steps: number, code, and the questions in between. What a step decides, the page shows.
package struct HostedLogin: Sendable {
    let with: AuthorizationIngredients
    let finish: FinishAuthorization
    private let authorize: Authorize

    package init(_ with: AuthorizationIngredients) {
        self.with = with
        finish = FinishAuthorization(with)
        authorize = Authorize(with)
    }

    /// How long a person waits before a code can be asked for again on the same page.
    package static let resendWait = Duration.seconds(30)

    // MARK: The number

    package enum Sending: Sendable {
        /// Sent, or silently dropped for a blocked user: the code is asked for next.
        case sent(LoginTransaction)
        case connectionDisabled
        case signupDisabled
        case tooMany(retryAfter: Duration)
        /// The provider refused this number or message, or could not be reached; `reference` finds it in the log.
        case gatewayFailed(reference: String)
        case busy
        case refused(AuthorizationProblem)
    }

    /// Has a code sent to a number. The code belongs to this visit alone.
    package func sendCode(
        to phone: PhoneNumber, in visit: LoginTransaction, language: String, browser: Authorize.Browser, logger: Logger
    ) async -> Sending {
        do throws(AuthorizationProblem) {
            let client = try client(of: visit.request)
            let connection = try authorize.connection(visit.request, client)
            let answer: StartLogin.Answer
            do {
                answer = try await with.start.start(
                    StartLogin.Request(
                        connection: connection, phone: phone, client: client, isAuthenticated: false,
                        caller: browser.caller, language: language, parameters: visit.request.shown,
                        holder: visit.holder,
                        originHost: connection.sms.bindsCodesToOrigin && with.issuer.isSecure ? with.issuer.host : nil),
                    logger: logger)
            } catch { throw AuthorizationProblem(error) }
            switch answer.outcome {
            case .started:
                var next = visit
                next.step = .code(phone, connectionID: connection.id, sentAt: with.clock.now())
                return .sent(next)
            case .connectionDisabled: return .connectionDisabled
            case .signupDisabled: return .signupDisabled
            case .addressLimited(let limit): return .tooMany(retryAfter: limit.retryAfter ?? .seconds(60))
            case .numberLimited(let retryAfter): return .tooMany(retryAfter: retryAfter)
            case .providerFailed: return .gatewayFailed(reference: visit.id)
            case .overloaded: return .busy
            }
        } catch { return .refused(error) }
    }

    // MARK: The code

    package enum Trying: Sendable {
        /// Right: the client gets this, and the browser a session.
        case answer(AuthorizationAnswer, Sessions.New)
        /// Right, and the person is asked for consent; the browser has a session already.
        case consent(LoginTransaction, Sessions.New)
        case wrong(triesLeft: Int)
        case expired
        case locked
        case waiting(Duration)
        case blocked
        case signupDisabled
        case refused(AuthorizationProblem)
    }

    /// Tries a code. Right, it makes the session and the client's code in the same transaction.
    package func tryCode(_ code: String, in visit: LoginTransaction, browser: Authorize.Browser) async -> Trying {
        guard case .code(let phone, let connectionID, _) = visit.step else { return .expired }
        do throws(AuthorizationProblem) {
            let client = try client(of: visit.request)
            guard let connection = with.configuration.current.connections.first(where: { $0.id == connectionID }),
                connection.enabledClients.contains(client.id)
            else { return .expired }
            let access = try await finish.access(for: visit.request, client: client)
            let request = VerifyLoginCode.Request(
                connection: connection, phone: phone, code: code, client: client, caller: browser.caller,
                audience: access.api?.identifier, scope: visit.request.scope.text, holder: visit.holder,
                failureKind: .failedLogin)
            return try await tryCode(request, visit, client: client, access: access, browser: browser)
        } catch { return .refused(error) }
    }

    /// What the transaction came to; a session is there when the code was right.
    private struct Tried: Sendable {
        let trial: VerifyLoginCode.Trial
        var session: BrowserSession?
        var hasConsented = false
    }

    private func tryCode(
        _ request: VerifyLoginCode.Request, _ visit: LoginTransaction, client: Client, access: GrantedAccess,
        browser: Authorize.Browser
    ) async throws(AuthorizationProblem) -> Trying {
        let (verify, sessions) = (with.verify, with.sessions)
        let (attempt, draw, new) = (verify.draw(), finish.draw(), sessions.draw())
        let tried: Tried
        do {
            tried = try await with.store.write { [finish] tx throws(StoreError) in
                let trial = try verify.attempt(request, attempt, in: tx)
                guard case .right(let user) = trial.outcome else { return Tried(trial: trial) }
                let session = try sessions.begin(
                    new, for: user, clientID: client.id, caller: browser.caller, replacing: browser.sessionCookie,
                    in: tx, at: attempt.now)
                let hasConsented = try finish.hasConsented(user, client, access, visit.request, in: tx)
                if hasConsented {
                    try finish.write(draw, visit.request, access: access, Authentication(user, session), in: tx)
                }
                return Tried(trial: trial, session: session, hasConsented: hasConsented)
            }
        } catch { throw AuthorizationProblem(error) }
        switch verify.conclude(tried.trial) {
        case .right(let user):
            guard let session = tried.session else { return .expired }
            guard tried.hasConsented else {
                var next = visit
                next.step = .consent(sessionID: session.id)
                return .consent(next, new)
            }
            let answer = try await finish.sign(
                draw, visit.request, client: client, access: access, Authentication(user, session))
            return .answer(answer, new)
        case .wrong(let triesLeft): return triesLeft > 0 ? .wrong(triesLeft: triesLeft) : .locked
        case .gone, .wouldBeRight: return .expired
        case .locked: return .locked
        case .waiting(let wait): return .waiting(wait)
        case .blocked: return .blocked
        case .signupDisabled: return .signupDisabled
        }
    }

    func client(of request: AuthorizationRequest) throws(AuthorizationProblem) -> Client {
        guard let client = with.configuration.current.client(request.clientID) else {
            throw .page(AuthorizationError("unauthorized_client", "Unknown client: \(request.clientID)"))
        }
        return client
    }
}

extension AuthorizationRequest {
    /// What the event of a sent code shows of the request: no nonce, no challenge.
    fileprivate var shown: JSONObject {
        var object: JSONObject = [
            "redirect_uri": .string(redirectURI.text), "response_type": .string(responseType.text),
            "scope": .string(scope.text),
        ]
        object["audience"] = audience.map { .string($0) }
        return object
    }
}
