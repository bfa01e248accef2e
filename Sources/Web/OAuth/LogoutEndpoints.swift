import HTTPTypes
import Hummingbird
import Identity

/// `/v2/logout`, `/oidc/logout` and the page that asks (contract section 5.6).
struct LogoutEndpoints: Sendable {
    let doors: LoginDoors
    let logout: Logout

    /// `GET /v2/logout`: ends the session and goes where the client may send the browser.
    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let form = await LoginForm(request) else {
            return doors.problem(.invalidRequest("The query cannot be read"), request, context)
        }
        let clientID = form.optional("client_id")
        do throws(Logout.Problem) {
            let target = try await logout.target(returnTo: form.optional("returnTo"), clientID: clientID)
            return await end(target, clientID: clientID, request, context)
        } catch { return doors.problem(error.error, request, context) }
    }

    /// `/oidc/logout`: at once where the hint names the browser's own session, else after asking.
    func openID(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let form = await LoginForm(request) else {
            return doors.problem(.invalidRequest("The request cannot be read"), request, context)
        }
        let asked: Logout.Request
        do throws(Logout.Problem) {
            asked = try await logout.read(
                idToken: form.optional("id_token_hint"), logoutHint: form.optional("logout_hint"),
                redirectURI: form.optional("post_logout_redirect_uri"), clientID: form.optional("client_id"),
                state: form.optional("state"))
        } catch { return doors.problem(error.error, request, context) }
        let own = try await logout.sessionID(of: doors.cookies.read(.session, request))
        guard let own, asked.sessionID != own, doors.configuration.current.settings.asksBeforeLogout else {
            return await end(asked.target, clientID: asked.clientID, request, context)
        }
        let question = LogoutQuestion(
            sessionID: own, target: asked.target, clientID: asked.clientID, askedAt: doors.clock.now())
        return doors.redirect("/u/logout?state=\(try question.sealed(by: doors.vault))", after: request)
    }

    /// `GET /u/logout`: the question.
    func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let form = await LoginForm(request), let question = question(form) else {
            return doors.response(to: LoginTransaction.Problem.unknown, request, context)
        }
        let name = question.clientID.flatMap { doors.configuration.current.client($0)?.name }
        return doors.pages.logout(
            LogoutView(state: form["state"], applicationName: name), doors.look(request),
            formAction: LogoutEndpoints.formTarget(question.target))
    }

    /// `POST /u/logout`: the answer.
    func answer(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let form = await LoginForm(request), let question = question(form) else {
            return doors.response(to: LoginTransaction.Problem.unknown, request, context)
        }
        let own = try await logout.sessionID(of: doors.cookies.read(.session, request))
        guard form["action"] == "logout", own == nil || own == question.sessionID else {
            return leave(question.target, request)
        }
        return await end(question.target, clientID: question.clientID, request, context)
    }

    private func question(_ form: LoginForm) -> LogoutQuestion? {
        LogoutQuestion.open(form["state"], vault: doors.vault, at: doors.clock.now())
    }

    private func end(
        _ target: Logout.Target, clientID: String?, _ request: Request, _ context: WebContext
    ) async -> Response {
        let browser = doors.browser(request, context)
        do {
            try await logout.end(cookie: browser.sessionCookie, clientID: clientID, caller: browser.caller)
        } catch { return doors.response(to: error, request, context) }
        return leave(target, request).setting(doors.cookies.removal(.session))
    }

    private func leave(_ target: Logout.Target, _ request: Request) -> Response {
        switch target {
        case .address(let address): doors.redirect(address, after: request)
        case .page: doors.pages.loggedOut(doors.look(request))
        }
    }

    private static func formTarget(_ target: Logout.Target) -> String? {
        guard case .address(let address) = target else { return nil }
        return RedirectURI(address)?.formTarget
    }
}

extension LoginForm {
    /// A field's text; nil where it is missing or empty.
    func optional(_ name: String) -> String? { self[name].isEmpty ? nil : self[name] }
}
