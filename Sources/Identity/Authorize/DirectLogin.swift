/// Answers of the authorization endpoint to someone who has proved who they are without the hosted page: by a login ticket, or by a
/// code in the very request (contract sections 4.1 and 4.2).
package struct DirectLogin: Sendable {
    package enum Outcome: Sendable {
        case answer(AuthorizationAnswer, Sessions.New?)
        case refuse(AuthorizationProblem)
    }

    private let with: AuthorizationIngredients
    private let read: ReadAuthorization
    private let finish: FinishAuthorization
    private let crossOrigin: CrossOriginLogin

    package init(_ with: AuthorizationIngredients) {
        self.with = with
        read = ReadAuthorization(configuration: with.configuration)
        finish = FinishAuthorization(with)
        crossOrigin = CrossOriginLogin(with)
    }

    /// `GET /authorize` with a `login_ticket`: spends it, begins a session, answers.
    package func redeem(
        ticket: String, _ parameters: JSONObject, cookie: String?, browser: Authorize.Browser
    ) async -> Outcome {
        await answering(parameters) { (request, client) throws(AuthorizationProblem) in
            guard let content = crossOrigin.read(ticket, clientID: client.id, cookie: cookie) else {
                throw .answer(.unknownTicket, .init(request))
            }
            let access = try await finish.access(for: request, client: client)
            let (draw, new, sessions) = (finish.draw(), with.sessions.draw(), with.sessions)
            let success = Event(
                .crossOriginLogin, id: draw.eventID, at: draw.now, description: "Successful login"
            ).called(by: client, from: browser.caller)
            let entered: Entered
            do throws(StoreError) {
                entered = try await with.store.write {
                    [finish, configuration = with.configuration] tx throws(StoreError) in
                    guard try tx.spend(.loginTicket, id: content.id, until: content.expiresAt),
                        let user = try tx.user(id: content.userID),
                        configuration.current.isOpen(connectionID: user.connectionID, to: client)
                    else { return .refused(.unknownTicket) }
                    guard !user.isBlocked else { return .refused(.userBlocked) }
                    guard try finish.hasConsented(user, client, access, request, in: tx) else {
                        return .refused(.consentRequired)
                    }
                    let session = try sessions.begin(
                        new, for: user, clientID: client.id, caller: browser.caller,
                        replacing: browser.sessionCookie, in: tx, at: draw.now)
                    let login = Authentication(user, session)
                    try finish.write(draw, request, access: access, login, in: tx)
                    var event = success
                    event.userID = user.id
                    event.userName = user.phone.e164
                    try tx.append(event)
                    return .in(login)
                }
            } catch { throw AuthorizationProblem(error) }
            let answer = try await sign(entered, draw, request, client, access)
            return .answer(answer, new)
        }
    }

    /// `GET /passwordless/verify_redirect`: a number and its code in the address. There is no sign that this browser asked for the
    /// code, so it gets no single sign-on session: a link cannot log anybody in here as somebody else (RFC 9700 section 4.7).
    package func verify(
        _ parameters: JSONObject, realm: String, phone: PhoneNumber?, code: String, browser: Authorize.Browser
    ) async -> Outcome {
        await answering(parameters) { (request, client) throws(AuthorizationProblem) in
            guard client.mayBringCodes else {
                throw .answer(
                    AuthorizationError(
                        "unauthorized_client", "Grant type '\(PasswordlessGrant.type)' not allowed for the client."),
                    .init(request))
            }
            let connection = with.configuration.current.connection(realm: realm)
            guard let connection, connection.enabledClients.contains(client.id) else {
                throw .answer(.invalidRequest("the connection was not found"), .init(request))
            }
            guard let phone else { throw .answer(DirectLogin.wrongCode, .init(request)) }
            let access = try await finish.access(for: request, client: client)
            let attempt = VerifyLoginCode.Request(
                connection: connection, phone: phone, code: code, client: client, caller: browser.caller,
                audience: access.api?.identifier, scope: request.scope.text, failureKind: .failedLogin)
            let (verify, draw) = (with.verify, finish.draw())
            let trying = verify.draw()
            let (trial, entered): (VerifyLoginCode.Trial, Entered)
            do throws(StoreError) {
                (trial, entered) = try await with.store.write { [finish] tx throws(StoreError) in
                    let trial = try verify.attempt(attempt, trying, in: tx)
                    guard case .right(let user) = trial.outcome else {
                        return (trial, .refused(DirectLogin.refusal(of: trial.outcome)))
                    }
                    guard try finish.hasConsented(user, client, access, request, in: tx) else {
                        return (trial, .refused(.consentRequired))
                    }
                    let login = Authentication(user: user, sessionID: nil, at: draw.now)
                    try finish.write(draw, request, access: access, login, in: tx)
                    return (trial, .in(login))
                }
            } catch { throw AuthorizationProblem(error) }
            _ = verify.conclude(trial)
            return .answer(try await sign(entered, draw, request, client, access), nil)
        }
    }

    /// What the transaction came to.
    private enum Entered: Sendable {
        case `in`(Authentication)
        case refused(AuthorizationError)
    }

    private static let wrongCode = AuthorizationError(
        "invalid_user_password", "Wrong phone number or verification code.")

    private static func refusal(of outcome: VerifyLoginCode.Outcome) -> AuthorizationError {
        switch outcome {
        case .blocked: .userBlocked
        case .waiting, .locked: AuthorizationError("too_many_attempts", "Too many wrong codes")
        case .signupDisabled: AuthorizationError("access_denied", "Public signup is disabled")
        case .right, .wrong, .gone, .wouldBeRight: DirectLogin.wrongCode
        }
    }

    private func answering(
        _ parameters: JSONObject,
        _ body: (AuthorizationRequest, Client) async throws(AuthorizationProblem) -> Outcome
    ) async -> Outcome {
        do throws(AuthorizationProblem) {
            let request = try await read.read(parameters)
            guard let client = with.configuration.current.client(request.clientID) else {
                throw .page(AuthorizationError("unauthorized_client", "Unknown client"))
            }
            return try await body(request, client)
        } catch {
            if case .answer(let error, let destination) = error {
                return .answer(AuthorizationAnswer(error, to: destination, issuer: with.issuer), nil)
            }
            return .refuse(error)
        }
    }

    private func sign(
        _ entered: Entered, _ draw: FinishAuthorization.Draw, _ request: AuthorizationRequest, _ client: Client,
        _ access: GrantedAccess
    ) async throws(AuthorizationProblem) -> AuthorizationAnswer {
        switch entered {
        case .refused(let error): throw .answer(error, .init(request))
        case .in(let login): return try await finish.sign(draw, request, client: client, access: access, login)
        }
    }
}
