import HTTPTypes
import Hummingbird
import Identity

/// `POST /co/authenticate` (contract section 4.2): a code for a login ticket, from an application's own page.
struct CrossOriginAuthenticate: Sendable {
    let login: CrossOriginLogin
    let configuration: ConfigurationCache
    let callerAddress: CallerAddress
    let cookies: BrowserCookies
    let store: any Store
    let clock: any WallClock
    let random: any RandomSource
    let refusals: AddressRateLimit
    /// Contract section 4.2.
    private let limit = AddressRateLimit(perSecond: 5)

    init(_ services: WebServices) {
        login = CrossOriginLogin(services.authorization)
        configuration = services.configuration
        callerAddress = CallerAddress(proxies: services.proxies)
        cookies = BrowserCookies(issuer: services.issuer)
        store = services.store
        clock = services.clock
        random = services.random
        refusals = services.authorization.refusals
    }

    private static let members: Set<String> = ["client_id", "credential_type", "username", "otp", "realm"]

    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        do throws(OAuthError) {
            return try await answer(request, context)
        } catch {
            return CrossOrigin.openWithCookies(
                error.response, to: request, allowed: configuration.current.origins.contains)
        }
    }

    private func answer(_ request: Request, _ context: WebContext) async throws(OAuthError) -> Response {
        let caller = callerAddress.caller(request, peer: context.peer)
        try OAuthError.check(limit, caller, at: clock.now())
        let parameters: JSONObject
        do { parameters = try await RequestBody.parameters(request) } catch { throw OAuthError(error) }
        guard Set(parameters.keys) == CrossOriginAuthenticate.members,
            let clientID = parameters["client_id"]?.string, let type = parameters["credential_type"]?.string,
            let username = parameters["username"]?.string, let code = parameters["otp"]?.string,
            let realm = parameters["realm"]?.string, realm.utf8.count <= 128
        else {
            throw .invalidRequest(
                "Invalid request body. All and only of client_id, credential_type, username, otp, realm are required.")
        }
        guard type == PasswordlessGrant.type else {
            throw OAuthError(.badRequest, "unsupported_credential_type", "Unknown credential type parameter.")
        }
        let client: Client?
        do { client = try await configuration.find { $0.client(clientID) } } catch { throw OAuthError(error) }
        guard let client else {
            throw OAuthError(.unauthorized, "unauthorized_client", "Cross origin login not allowed.")
        }
        guard let origin = request.headers[.origin], client.origins.contains(origin.lowercased()) else {
            note(client, caller)
            return CrossOrigin.forbidden(request)
        }
        switch await login.authenticate(
            client: client, realm: realm, phone: PhoneNumber(username), code: code, caller: caller)
        {
        case .refused(let refusal):
            if case .failed(let reason) = refusal {
                context.logger.error("a login ticket could not be made", metadata: ["reason": "\(reason)"])
            }
            throw OAuthError(refusal)
        case .ticket(let ticket):
            let body: JSON = [
                "login_ticket": .string(ticket.text), "co_id": .string(ticket.id),
                "co_verifier": .string(ticket.verifier.exposed),
            ]
            let answer = Response.json(body).notStored().setting(
                cookies.header(.crossOrigin, ticket.cookie, for: .seconds(120)))
            return CrossOrigin.openWithCookies(answer, to: request, allowed: client.origins.contains)
        }
    }

    /// `fco`: an origin that is not registered.
    private func note(_ client: Client, _ caller: Caller) {
        let now = clock.now()
        guard refusals.hasRoom(for: caller.address, at: now) else { return }
        let event = Event(
            .originRefused, id: Event.newID(at: now, random), at: now, description: "Origin is not allowed"
        ).called(by: client, from: caller)
        store.enqueue { tx throws(StoreError) in try tx.append(event) }
    }
}

extension OAuthError {
    /// The texts of contract section 4.2.
    init(_ refusal: CrossOriginLogin.Refusal) {
        switch refusal {
        case .clientNotAllowed:
            self.init(.unauthorized, "unauthorized_client", "Cross origin login not allowed.")
        case .unknownRealm(let realm): self = .invalidRequest("Unknown realm \(realm).")
        case .wrongCode: self.init(.forbidden, "access_denied", "Wrong phone number or verification code.")
        case .locked:
            self.init(
                .forbidden, "access_denied",
                "You've reached the maximum number of attempts. Please try to login again.")
        case .blocked: self.init(.forbidden, "blocked_user", "Blocked user")
        case .signupDisabled: self.init(.forbidden, "access_denied", "Public signup is disabled")
        case .waiting(let wait): self.init(TokenRefusal.waiting(wait))
        case .overloaded: self = .overloaded()
        case .failed: self = .broken
        }
    }
}
