import HTTPTypes
import Hummingbird
import Identity

/// Outcomes of the browser flow as answers.
extension LoginDoors {
    /// The answer to the client, by the way that it asked for (contract section 5.1).
    func response(to answer: AuthorizationAnswer, _ request: Request) -> Response {
        let destination = answer.destination
        switch destination.mode {
        case .query: return redirect(destination.redirectURI.adding(answer.fields, asFragment: false), after: request)
        case .fragment: return redirect(destination.redirectURI.adding(answer.fields, asFragment: true), after: request)
        case .formPost:
            return pages.formPost(
                to: destination.redirectURI.text, fields: answer.fields, look(request),
                formAction: destination.redirectURI.formTarget)
        case .webMessage:
            let origins = configuration.current.client(destination.clientID)?.origins ?? []
            return pages.webMessage(
                fields: answer.fields.map { $0 }, to: destination.redirectURI.webOrigin ?? issuer.url,
                frameAncestors: origins)
        }
    }

    /// A redirect that nobody keeps and that gives nothing away to where it leads. After a form 303, so that no form data goes along
    /// (RFC 9700 section 4.12).
    func redirect(_ address: String, after request: Request) -> Response {
        var headers = HTTPFields()
        headers[.location] = address
        headers[.cacheControl] = "no-store"
        headers[.referrerPolicy] = "no-referrer"
        return Response(status: request.method == .post ? .seeOther : .found, headers: headers)
    }

    /// The page of a visit's step, with the visit in its `state`.
    func redirect(to visit: LoginTransaction, after request: Request) throws(StoreError) -> Response {
        redirect("/u/\(LoginDoors.path(of: visit.step))?state=\(try visit.sealed(by: vault))", after: request)
    }

    static func path(of step: LoginTransaction.Step) -> String {
        switch step {
        case .identifier: "login/identifier"
        case .code: "login/passwordless-sms-challenge"
        case .account: "login/select-account"
        case .consent: "consent"
        }
    }

    /// The header that gives the browser its new session.
    func sessionCookie(_ session: Sessions.New) -> String {
        let settings = configuration.current.settings
        return cookies.header(
            .session, session.cookie, for: settings.sessionCookieIsPersistent ? settings.sessionLifetime : nil)
    }

    /// What cannot be answered to a client: a page for the person and for the developer, or the tenant's own page.
    func response(
        to problem: AuthorizationProblem, _ request: Request, _ context: WebContext, asked: JSONObject? = nil
    ) -> Response {
        switch problem {
        case .answer(let error, let destination):
            return response(to: AuthorizationAnswer(error, to: destination, issuer: issuer), request)
        case .page(let error): return self.problem(error, request, context, asked: asked)
        case .unavailable:
            return pages.problem(
                ProblemView(
                    kind: .busy, code: "temporarily_unavailable",
                    description: "The server is busy. Try again in a moment.",
                    requestID: context.id, homeURL: nil), look(request), status: .serviceUnavailable
            ).retry(after: .seconds(1))
        case .failed(let reason):
            context.logger.error("a login failed", metadata: ["reason": "\(reason)"])
            return pages.problem(
                ProblemView(
                    kind: .server, code: "server_error",
                    description: "The server failed. Its log says why, under this reference.", requestID: context.id,
                    homeURL: nil), look(request), status: .internalServerError)
        }
    }

    func response(to error: StoreError, _ request: Request, _ context: WebContext) -> Response {
        response(to: AuthorizationProblem(error), request, context)
    }

    /// A wrong request: the tenant's own error page where it has one (contract section 5.1), else ours. `asked` is what the request
    /// said, where that is not in its query.
    func problem(
        _ error: AuthorizationError, _ request: Request, _ context: WebContext, asked: JSONObject? = nil
    ) -> Response {
        context.logger.notice(
            "a browser came with a wrong request", metadata: ["error": "\(error.code)"])
        if let page = configuration.current.settings.errorPageURL.flatMap(RedirectURI.init) {
            let query = asked ?? (try? FormBody.parse(Array((request.uri.query ?? "").utf8))) ?? [:]
            let fields: [(name: String, value: String)] = [
                ("client_id", query["client_id"]?.string ?? ""), ("connection", query["connection"]?.string ?? ""),
                ("lang", look(request).language.code), ("error", error.code),
                ("error_description", error.description), ("tracking", context.id),
            ]
            return redirect(page.adding(fields.filter { !$0.value.isEmpty }, asFragment: false), after: request)
        }
        let status: HTTPResponse.Status =
            switch error.code {
            case "unauthorized_client": .forbidden
            case "temporarily_unavailable": .serviceUnavailable
            default: .badRequest
            }
        return pages.problem(
            ProblemView(
                kind: .request, code: error.code, description: error.description, requestID: context.id,
                homeURL: nil), look(request), status: status)
    }

    /// A visit that leads nowhere any more.
    func response(
        to problem: LoginTransaction.Problem, _ request: Request, _ context: WebContext
    ) -> Response {
        let view =
            switch problem {
            case .unknown:
                ProblemView(
                    kind: .loginExpired, code: "invalid_request", description: "The state is not one of this server.",
                    requestID: context.id, homeURL: nil)
            case .expired(let begun):
                ProblemView(
                    kind: .loginExpired, code: "invalid_request",
                    description: "The login was begun more than an hour ago.", requestID: context.id,
                    homeURL: home(of: begun))
            case .otherBrowser(let begun):
                ProblemView(
                    kind: .otherBrowser, code: "invalid_request",
                    description: "The browser did not bring the cookie \(cookies.name(.visit)) of the one that began "
                        + "this login.", requestID: context.id, homeURL: home(of: begun))
            }
        return pages.problem(view, look(request), status: .badRequest)
    }

    /// Where a person begins again: the client's own address for it, else its site.
    func home(of begun: AuthorizationRequest) -> String? {
        configuration.current.client(begun.clientID)?.initiateLoginURI
            ?? begun.redirectURI.webOrigin.map { $0 + "/" }
    }
}

extension HTTPField.Name {
    static let referrerPolicy: HTTPField.Name = {
        guard let name = HTTPField.Name("referrer-policy") else { preconditionFailure("a header name is not valid") }
        return name
    }()
}
