import HTTPTypes
import Hummingbird
import Identity

/// The URLs of browsers: the authorization endpoint, the hosted page's steps, logging out, and what the pages are drawn with.
extension Routes {
    static func login(_ router: Router<WebContext>, _ services: WebServices) throws {
        let doors = try LoginDoors(services)
        let login = HostedLogin(services.authorization)
        let authorize = AuthorizationEndpoint(
            doors: doors, authorize: Authorize(services.authorization), direct: DirectLogin(services.authorization))
        let identifier = IdentifierStep(doors: doors, login: login)
        let code = CodeStep(doors: doors, login: login)
        let choice = ChoiceSteps(doors: doors, login: login)
        let logout = LogoutEndpoints(
            doors: doors,
            logout: Logout(
                store: services.store, configuration: services.configuration, issuer: services.issuer,
                clock: services.clock, random: services.random))

        router.get("authorize", use: authorize.handle)
        router.post("authorize", use: authorize.handle)
        router.get("passwordless/verify_redirect", use: authorize.verifyRedirect)

        router.get("u/login/identifier", use: identifier.show)
        router.post("u/login/identifier", use: identifier.take)
        router.get("u/login/passwordless-sms-challenge", use: code.show)
        router.post("u/login/passwordless-sms-challenge", use: code.take)
        for path in ["u/login/select-account", "u/consent"] {
            router.get(RouterPath(path), use: choice.show)
            router.post(RouterPath(path), use: choice.take)
        }
        // A bookmark of the page leads nowhere by itself: a login begins at an application.
        for path in ["u/login", "login"] {
            router.get(RouterPath(path)) { request, context in
                doors.response(to: LoginTransaction.Problem.unknown, request, context)
            }
        }

        router.get("v2/logout", use: logout.handle)
        router.get("oidc/logout", use: logout.openID)
        router.post("oidc/logout", use: logout.openID)
        router.get("u/logout", use: logout.ask)
        router.post("u/logout", use: logout.answer)

        router.get("u/assets/:name") { _, context in
            guard let answer = doors.pages.asset(context.parameters.get("name") ?? "") else {
                throw OAuthError.notFound
            }
            return answer
        }
    }
}
