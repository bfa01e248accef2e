import HTTPTypes
import Hummingbird
import Identity

/// `/authorize`, by GET or by form (contract section 5.1).
struct AuthorizationEndpoint: Sendable {
    let doors: LoginDoors
    let authorize: Authorize
    let direct: DirectLogin

    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        if let refusal = doors.refusal(request, context) { return refusal }
        let parameters: JSONObject
        do { parameters = try await AuthorizationEndpoint.parameters(request) } catch {
            return doors.problem(.invalidRequest(OAuthError(error).description), request, context)
        }
        let browser = doors.browser(request, context)
        if let ticket = parameters["login_ticket"]?.string, !ticket.isEmpty {
            return await redeem(ticket, parameters, browser, request, context)
        }
        switch await authorize.begin(parameters, browser: browser) {
        case .answer(let answer): return doors.response(to: answer, request)
        case .refuse(let problem): return doors.response(to: problem, request, context, asked: parameters)
        case .ask(let asked, let step):
            if request.method == .post, doors.cookies.read(.visit, request) == nil {
                // A form from another site comes without the cookie that the browser has: asked for anew, it comes along, and the
                // browser's other visits stay good.
                return doors.redirect("/authorize?" + AuthorizationEndpoint.query(parameters), after: request)
            }
            return try ask(asked, step, request)
        }
    }

    /// Bytes of all parameters; a `state` of 2,048 characters takes up to 24,576.
    private static let limit = 64 * 1_024

    /// The parameters, each at most once.
    static func parameters(_ request: Request) async throws(BodyProblem) -> JSONObject {
        guard request.method == .post else {
            let query = Array((request.uri.query ?? "").utf8)
            guard query.count <= limit else { throw .tooLarge(limit: limit) }
            return try FormBody.parse(query)
        }
        return try await RequestBody.parameters(request, limit: limit)
    }

    private static func query(_ parameters: JSONObject) -> String {
        parameters.compactMap { name, value in value.string.map { name.percentEncoded + "=" + $0.percentEncoded } }
            .joined(separator: "&")
    }

    /// Sends the browser to the page, with the cookie that makes the visit its own. A browser that has one keeps it: it may have
    /// several visits open.
    private func ask(
        _ asked: AuthorizationRequest, _ step: LoginTransaction.Step, _ request: Request
    ) throws(StoreError) -> Response {
        let cookie =
            doors.cookies.read(.visit, request).map { Secret($0) } ?? LoginTransaction.newCookie(doors.random)
        let visit = LoginTransaction(
            id: LoginTransaction.newID(doors.random), browser: LoginTransaction.browser(of: cookie.exposed),
            request: asked, begunAt: doors.clock.now(), step: step)
        return try doors.redirect(to: visit, after: request).setting(
            doors.cookies.header(.visit, cookie, for: LoginTransaction.lifetime))
    }

    private func redeem(
        _ ticket: String, _ parameters: JSONObject, _ browser: Authorize.Browser, _ request: Request,
        _ context: WebContext
    ) async -> Response {
        let outcome = await direct.redeem(
            ticket: ticket, parameters, cookie: doors.cookies.read(.crossOrigin, request), browser: browser)
        return respond(outcome, parameters, request, context).setting(doors.cookies.removal(.crossOrigin))
    }

    /// `GET /passwordless/verify_redirect` (contract section 4.1).
    func verifyRedirect(_ request: Request, _ context: WebContext) async throws -> Response {
        if let refusal = doors.refusal(request, context) { return refusal }
        let parameters: JSONObject
        do { parameters = try await AuthorizationEndpoint.parameters(request) } catch {
            return doors.problem(.invalidRequest(OAuthError(error).description), request, context)
        }
        let outcome = await direct.verify(
            parameters, realm: parameters["connection"]?.string ?? "sms",
            phone: parameters["phone_number"]?.string.flatMap(PhoneNumber.init),
            code: parameters["verification_code"]?.string ?? "", browser: doors.browser(request, context))
        return respond(outcome, parameters, request, context)
    }

    private func respond(
        _ outcome: DirectLogin.Outcome, _ parameters: JSONObject, _ request: Request, _ context: WebContext
    ) -> Response {
        switch outcome {
        case .answer(let answer, let session):
            doors.response(to: answer, request).setting(session.map(doors.sessionCookie))
        case .refuse(let problem): doors.response(to: problem, request, context, asked: parameters)
        }
    }
}
