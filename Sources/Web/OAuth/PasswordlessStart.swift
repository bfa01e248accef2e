import HTTPTypes
import Hummingbird
import Identity
import Logging

/// `POST /passwordless/start` (contract section 2): sends a code.
struct PasswordlessStart: Sendable {
    let start: StartLogin
    let authenticate: AuthenticateClient
    let configuration: ConfigurationCache
    let callerAddress: CallerAddress

    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        do throws(OAuthError) { return try await answer(request, context) } catch {
            return CrossOrigin.open(error.response, to: request, allowed: configuration.current.origins.contains)
        }
    }

    private func answer(_ request: Request, _ context: WebContext) async throws(OAuthError) -> Response {
        switch try await read(request, context) {
        case .refused(let refusal): return refusal
        case .accepted(let login):
            let outcome: StartLogin.Answer
            do { outcome = try await start.start(login, logger: context.logger) } catch {
                context.logger.error("a code could not be stored", metadata: ["error": "\(error)"])
                throw OAuthError(error)
            }
            return CrossOrigin.open(try response(to: outcome, phone: login.phone), to: request)
        }
    }

    private enum Reading {
        case accepted(StartLogin.Request)
        case refused(Response)
    }

    /// Everything that comes before the code is made. It is a step of its own so that what it needed is let go before the
    /// wait for the gateway begins.
    private func read(_ request: Request, _ context: WebContext) async throws(OAuthError) -> Reading {
        let parameters: JSONObject
        do throws(BodyProblem) {
            parameters = try await RequestBody.parameters(request)
        } catch { throw OAuthError(error) }
        let body = try PasswordlessStartBody(parameters)
        let (client, isAuthenticated) = try await client(request, body, context.logger)
        if let refusal = CrossOrigin.refusal(request, allowed: { client.origins.contains($0) }) {
            return .refused(refusal)
        }
        let connection = try await connection(body.connection)
        guard let phone = body.phone else { throw body.phoneProblem }
        return .accepted(
            StartLogin.Request(
                connection: connection, phone: phone, client: client, isAuthenticated: isAuthenticated,
                caller: caller(request, context, client: client, isAuthenticated: isAuthenticated),
                language: request.headers[.requestLanguage] ?? request.headers[.acceptLanguage] ?? "",
                parameters: body.parameters))
    }

    private func client(
        _ request: Request, _ body: PasswordlessStartBody, _ logger: Logger
    ) async throws(OAuthError) -> (Client, isAuthenticated: Bool) {
        let credentials = try Credentials.read(request, body.credentialParameters)
        let outcome: AuthenticateClient.Outcome
        do { outcome = try await authenticate.authenticate(credentials, logger: logger) } catch {
            throw OAuthError(error)
        }
        switch outcome {
        case .authenticated(let client): return (client, true)
        case .unproven(let client):
            let isConfidential = client.authenticationMethod != .none
            guard !isConfidential || !configuration.current.settings.enforcesClientAuthenticationOnStart else {
                throw .clientAuthenticationRequired
            }
            return (client, false)
        case .wrongProof: throw .wrongClient
        case .unknownClient: throw .unknownClient
        }
    }

    private func connection(_ name: String) async throws(OAuthError) -> Connection {
        let connection: Connection?
        do { connection = try await configuration.find { $0.connection(realm: name) } } catch {
            throw OAuthError(error)
        }
        guard let connection else { throw .badConnection("Connection does not exist") }
        return connection
    }

    /// `auth0-forwarded-for` names the caller only when an authenticated client that is trusted to say so sends it.
    private func caller(_ request: Request, _ context: WebContext, client: Client, isAuthenticated: Bool) -> Caller {
        let caller = callerAddress.caller(request, peer: context.peer)
        guard isAuthenticated, client.trustsForwardedAddress, let value = request.headers[.auth0ForwardedFor],
            let address = IPAddress(value)
        else { return caller }
        return Caller(address: address, userAgent: caller.userAgent)
    }

    private func response(to answer: StartLogin.Answer, phone: PhoneNumber) throws(OAuthError) -> Response {
        switch answer.outcome {
        case .started(let userKey):
            let body: JSON = ["_id": .string(userKey), "phone_number": .string(phone.e164), "phone_verified": true]
            return Response.json(body).notStored().with(answer.limit)
        case .connectionDisabled: throw .badConnection("Connection is disabled")
        case .signupDisabled: throw .badConnection("Public signup is disabled", limit: answer.limit)
        case .addressLimited(let limit):
            throw .tooManyRequests(
                "Too many codes were asked for from this address. Try again later.", after: limit.retryAfter,
                limit: limit)
        case .numberLimited(let wait):
            throw .tooManyRequests("Too many messages were sent to this number. Try again later.", after: wait)
        case .providerFailed(let problem):
            var error = OAuthError(.badRequest, "sms_provider_error", problem.forCaller)
            error.limit = answer.limit
            throw error
        case .overloaded: throw .overloaded()
        }
    }
}

extension OAuthError {
    /// `bad.connection` with one of the texts of contract section 2.
    static func badConnection(_ text: String, limit: RateLimit? = nil) -> OAuthError {
        var error = OAuthError(.badRequest, "bad.connection", text)
        error.limit = limit
        return error
    }
}
