import HTTPTypes
import Hummingbird
import Identity

/// `/u/login/select-account` and `/u/consent`: questions to someone who is logged in.
struct ChoiceSteps: Sendable {
    let doors: LoginDoors
    let login: HostedLogin

    func show(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let form = await LoginForm(request) else { return doors.response(to: .unknown, request, context) }
        let visit: LoginTransaction
        do { visit = try doors.visit(form["state"], request) } catch {
            return doors.response(to: error, request, context)
        }
        let browser = doors.browser(request, context)
        guard let user = try await login.account(of: visit, browser: browser) else {
            return try toIdentifier(visit, request)
        }
        let look = doors.look(request, languages: visit.request.languages)
        let (name, account) = (doors.applicationName(visit.request), doors.directory.display(user.phone))
        let target = visit.request.redirectURI.formTarget
        switch visit.step {
        case .account:
            return doors.pages.account(
                AccountView(state: form["state"], applicationName: name, accountName: account), look,
                formAction: target)
        case .consent:
            do throws(AuthorizationProblem) {
                let access = try await login.asked(visit)
                return doors.pages.consent(
                    ConsentView(
                        state: form["state"], applicationName: name,
                        audience: access.api.map { $0.properties["name"]?.string ?? $0.identifier },
                        scopes: access.scope.values, accountName: account), look, formAction: target)
            } catch { return doors.response(to: error, request, context) }
        case .identifier, .code: return doors.response(to: .unknown, request, context)
        }
    }

    func take(_ request: Request, _ context: WebContext) async throws -> Response {
        if let refusal = doors.refusal(request, context) { return refusal }
        guard let form = await LoginForm(request) else { return doors.response(to: .unknown, request, context) }
        let visit: LoginTransaction
        do { visit = try doors.visit(form["state"], request) } catch {
            return doors.response(to: error, request, context)
        }
        let browser = doors.browser(request, context)
        switch (visit.step, form["action"]) {
        case (.account, "continue"): return try respond(await login.goOn(visit, browser: browser), request, context)
        case (.account, _): return try toIdentifier(visit, request)
        case (.consent, "accept"): return try respond(await login.accept(visit, browser: browser), request, context)
        case (.consent, _): return doors.response(to: login.deny(visit), request)
        case (.identifier, _), (.code, _): return doors.response(to: .unknown, request, context)
        }
    }

    private func respond(
        _ choosing: HostedLogin.Choosing, _ request: Request, _ context: WebContext
    ) throws(StoreError) -> Response {
        switch choosing {
        case .answer(let answer): return doors.response(to: answer, request)
        case .ask(let next), .loginNeeded(let next): return try doors.redirect(to: next, after: request)
        case .refused(let problem): return doors.response(to: problem, request, context)
        }
    }

    private func toIdentifier(_ visit: LoginTransaction, _ request: Request) throws(StoreError) -> Response {
        var next = visit
        next.step = .identifier
        return try doors.redirect(to: next, after: request)
    }
}
