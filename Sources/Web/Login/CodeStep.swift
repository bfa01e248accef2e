import HTTPTypes
import Hummingbird
import Identity
import Logging

/// `/u/login/passwordless-sms-challenge`: the page that asks for the code.
struct CodeStep: Sendable {
    let doors: LoginDoors
    let login: HostedLogin

    /// What the page is shown with.
    private struct Scene {
        let visit: LoginTransaction
        let state: String
        let phone: PhoneNumber
        let connectionID: String
        let sentAt: Timestamp
        let request: Request
    }

    func show(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let form = await LoginForm(request) else { return doors.response(to: .unknown, request, context) }
        do throws(LoginTransaction.Problem) {
            let scene = try scene(form["state"], request)
            let notice: CodeNotice? = form["sent"] == "again" ? .sentAgain : nil
            return page(scene, notice: notice)
        } catch { return doors.response(to: error, request, context) }
    }

    func take(_ request: Request, _ context: WebContext) async throws -> Response {
        if let refusal = doors.refusal(request, context) { return refusal }
        guard let form = await LoginForm(request) else { return doors.response(to: .unknown, request, context) }
        let scene: Scene
        do { scene = try self.scene(form["state"], request) } catch {
            return doors.response(to: error, request, context)
        }
        switch form["action"] {
        case "change":
            var visit = scene.visit
            visit.step = .identifier
            return try doors.redirect(to: visit, after: request)
        case "resend": return try await resend(scene, context)
        default:
            let code = form.code
            guard !code.isEmpty else { return page(scene, error: .missing) }
            return try await check(code, scene, context)
        }
    }

    private func scene(_ state: String, _ request: Request) throws(LoginTransaction.Problem) -> Scene {
        let visit = try doors.visit(state, request)
        guard case .code(let phone, let connectionID, let sentAt) = visit.step else { throw .unknown }
        return Scene(
            visit: visit, state: state, phone: phone, connectionID: connectionID, sentAt: sentAt, request: request)
    }

    private func check(_ code: String, _ scene: Scene, _ context: WebContext) async throws -> Response {
        let request = scene.request
        switch await login.tryCode(code, in: scene.visit, browser: doors.browser(request, context)) {
        case .answer(let answer, let session):
            return doors.response(to: answer, request).setting(doors.sessionCookie(session))
        case .consent(let next, let session):
            return try doors.redirect(to: next, after: request).setting(doors.sessionCookie(session))
        case .wrong(let triesLeft): return page(scene, error: .wrong(triesLeft: triesLeft))
        case .expired: return page(scene, error: .expired)
        case .locked: return page(scene, error: .locked)
        case .waiting(let wait): return page(scene, error: .waiting(wait))
        case .blocked:
            let answer = AuthorizationAnswer(.userBlocked, to: .init(scene.visit.request), issuer: doors.issuer)
            return doors.response(to: answer, request)
        case .signupDisabled:
            let error = AuthorizationError("access_denied", "Public signup is disabled")
            return doors.response(
                to: AuthorizationAnswer(error, to: .init(scene.visit.request), issuer: doors.issuer), request)
        case .refused(let problem): return doors.response(to: problem, request, context)
        }
    }

    private func resend(_ scene: Scene, _ context: WebContext) async throws -> Response {
        guard resendAfter(scene) == 0 else {
            return page(scene, error: .tooMany(retryAfter: .seconds(resendAfter(scene))))
        }
        let sending = await login.sendCode(
            to: scene.phone, in: scene.visit, language: doors.messageLanguage(scene.visit, scene.request),
            browser: doors.browser(scene.request, context), logger: context.logger)
        switch sending {
        case .sent(let next):
            let path = LoginDoors.path(of: next.step)
            let state = try next.sealed(by: doors.vault)
            return doors.redirect("/u/\(path)?sent=again&state=\(state)", after: scene.request)
        case .tooMany(let wait): return page(scene, error: .tooMany(retryAfter: wait))
        case .gatewayFailed(let reference): return page(scene, error: .gatewayFailed(reference: reference))
        case .busy, .connectionDisabled, .signupDisabled: return page(scene, error: .busy)
        case .refused(let problem): return doors.response(to: problem, scene.request, context)
        }
    }

    private func resendAfter(_ scene: Scene) -> Int {
        let left = scene.sentAt + HostedLogin.resendWait - doors.clock.now()
        return max(0, min(left.secondsRoundedUp, HostedLogin.resendWait.secondsRoundedUp))
    }

    private func page(_ scene: Scene, error: CodeError? = nil, notice: CodeNotice? = nil) -> Response {
        let connection = doors.configuration.current.connections.first { $0.id == scene.connectionID }
        return doors.pages.code(
            CodeView(
                state: scene.state, applicationName: doors.applicationName(scene.visit.request),
                number: doors.directory.display(scene.phone), length: connection?.sms.codeLength ?? 6,
                resendAfter: resendAfter(scene), error: error, notice: notice),
            doors.look(scene.request, languages: scene.visit.request.languages),
            formAction: scene.visit.request.redirectURI.formTarget, status: error?.status ?? .ok)
    }
}

extension CodeError {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .waiting, .tooMany: .tooManyRequests
        case .busy: .serviceUnavailable
        case .missing, .wrong, .expired, .locked, .blocked, .gatewayFailed: .badRequest
        }
    }
}
