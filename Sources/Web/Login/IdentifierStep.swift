import HTTPTypes
import Hummingbird
import Identity
import Logging

/// `/u/login/identifier`: the page that asks for the number.
struct IdentifierStep: Sendable {
    let doors: LoginDoors
    let login: HostedLogin

    func show(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let form = await LoginForm(request) else { return doors.response(to: .unknown, request, context) }
        do throws(LoginTransaction.Problem) {
            let visit = try doors.visit(form["state"], request)
            let hint = visit.request.loginHint ?? ""
            return page(visit, form, typed: hint, request: request)
        } catch { return doors.response(to: error, request, context) }
    }

    func take(_ request: Request, _ context: WebContext) async throws -> Response {
        if let refusal = doors.refusal(request, context) { return refusal }
        guard let form = await LoginForm(request) else { return doors.response(to: .unknown, request, context) }
        let visit: LoginTransaction
        do { visit = try doors.visit(form["state"], request) } catch {
            return doors.response(to: error, request, context)
        }
        let typed = form["phone"]
        guard !typed.isEmpty else { return page(visit, form, typed: "", error: .missing, request: request) }
        guard let phone = doors.directory.parse(typed, country: form["country"]) else {
            return page(visit, form, typed: typed, error: .notANumber, request: request)
        }
        let sending = await login.sendCode(
            to: phone, in: visit, language: doors.messageLanguage(visit, request),
            browser: doors.browser(request, context), logger: context.logger)
        if let error = IdentifierError(sending) {
            return page(visit, form, typed: typed, error: error, request: request)
        }
        switch sending {
        case .sent(let next): return try doors.redirect(to: next, after: request)
        case .refused(let problem): return doors.response(to: problem, request, context)
        default: return doors.response(to: .unavailable, request, context)
        }
    }

    /// The page, with the country that was chosen or is likely.
    private func page(
        _ visit: LoginTransaction, _ form: LoginForm, typed: String, error: IdentifierError? = nil, request: Request
    ) -> Response {
        let chosen = form["country"]
        let country =
            chosen.isEmpty ? doors.country(request, languages: visit.request.languages, typed: typed) : chosen
        return doors.pages.identifier(
            IdentifierView(
                state: form["state"], applicationName: doors.applicationName(visit.request), typed: typed,
                country: country, error: error),
            doors.look(request, languages: visit.request.languages),
            formAction: visit.request.redirectURI.formTarget, status: error?.status ?? .ok)
    }
}

extension IdentifierError {
    /// What a sending that failed is to the person; nil where it succeeded or concerns nobody but the developer.
    init?(_ sending: HostedLogin.Sending) {
        switch sending {
        case .sent, .refused: return nil
        case .connectionDisabled: self = .connectionDisabled
        case .signupDisabled: self = .signupDisabled
        case .tooMany(let wait): self = .tooMany(retryAfter: wait)
        case .gatewayFailed(let reference): self = .gatewayFailed(reference: reference)
        case .busy: self = .busy
        }
    }

    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .tooMany: .tooManyRequests
        case .busy: .serviceUnavailable
        case .missing, .notANumber, .notAllowed, .signupDisabled, .gatewayFailed, .numberRefused,
            .connectionDisabled:
            .badRequest
        }
    }
}

extension LoginDoors {
    /// The visit of a `state`, if it is this browser's. A callback that was taken off the client since then gets no answer any more.
    func visit(_ state: String, _ request: Request) throws(LoginTransaction.Problem) -> LoginTransaction {
        let visit = try LoginTransaction.open(
            state, cookie: cookies.read(.visit, request), vault: vault, at: clock.now())
        guard let client = configuration.current.client(visit.request.clientID),
            visit.request.redirectURI.isRegistered(
                among: client.callbacks, isNative: client.applicationType == "native")
        else { throw .unknown }
        return visit
    }

    /// What the person reads where they are signing in to.
    func applicationName(_ request: AuthorizationRequest) -> String {
        configuration.current.client(request.clientID)?.name ?? ""
    }

    /// The language that the message's template sees: what the application asked for, else what the browser says.
    func messageLanguage(_ visit: LoginTransaction, _ request: Request) -> String {
        visit.request.languages ?? request.headers[.acceptLanguage] ?? ""
    }
}
