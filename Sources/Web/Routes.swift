import HTTPTypes
import Hummingbird
import Identity

/// What the doors are made of.
package struct WebServices: Sendable {
    package let store: any Store
    package let configuration: ConfigurationCache
    package let start: StartLogin
    package let exchange: ExchangeToken
    package let vault: Vault
    package let issuer: Issuer
    package let clock: any WallClock
    package let random: any RandomSource
    package let proxies: TrustedProxies
    package let readiness: Readiness
    package let managementLimit: ManagementRateLimit?
    package let tokenLimit: AddressRateLimit?

    package init(
        store: any Store, configuration: ConfigurationCache, start: StartLogin, exchange: ExchangeToken, vault: Vault,
        issuer: Issuer, clock: any WallClock, random: any RandomSource, proxies: TrustedProxies, readiness: Readiness,
        managementLimit: ManagementRateLimit?, tokenLimit: AddressRateLimit? = nil
    ) {
        self.store = store
        self.configuration = configuration
        self.start = start
        self.exchange = exchange
        self.vault = vault
        self.issuer = issuer
        self.clock = clock
        self.random = random
        self.proxies = proxies
        self.readiness = readiness
        self.managementLimit = managementLimit
        self.tokenLimit = tokenLimit
    }
}

/// Every URL of the server: the Authentication API's here, the Management API's in `ManagementRoutes.swift`.
package enum Routes {
    package static func router(_ services: WebServices) -> Router<WebContext> {
        let router = Router(context: WebContext.self)
        router.add(middleware: RequestLog())
        health(router, services)
        oauth(router, services)
        management(router, services)
        return router
    }

    private static func health(_ router: Router<WebContext>, _ services: WebServices) {
        let health = Health(readiness: services.readiness)
        router.get("healthz", use: health.alive)
        router.get("readyz", use: health.ready)
    }

    private static func oauth(_ router: Router<WebContext>, _ services: WebServices) {
        let address = CallerAddress(proxies: services.proxies)
        let authenticate = AuthenticateClient(
            configuration: services.configuration, store: services.store, issuer: services.issuer,
            clock: services.clock)
        let start = PasswordlessStart(
            start: services.start, authenticate: authenticate, configuration: services.configuration,
            callerAddress: address)
        let token = Token(
            exchange: services.exchange, configuration: services.configuration, callerAddress: address,
            clock: services.clock, limit: services.tokenLimit)
        let userInfo = UserInfo(
            store: services.store, vault: services.vault, issuer: services.issuer,
            configuration: services.configuration, clock: services.clock)
        let discovery = Discovery(issuer: services.issuer, grantTypes: services.exchange.grantTypes)
        let jwks = JWKS(configuration: services.configuration)

        router.post("passwordless/start", use: start.handle)
        router.post("oauth/token", use: token.handle)
        router.get("userinfo", use: userInfo.handle)
        router.post("userinfo", use: userInfo.handle)
        router.get(".well-known/openid-configuration", use: discovery.handle)
        router.get(".well-known/oauth-authorization-server", use: discovery.handle)
        router.get(".well-known/jwks.json", use: jwks.handle)

        let configuration = services.configuration
        for (path, methods) in [("passwordless/start", "POST"), ("oauth/token", "POST"), ("userinfo", "GET, POST")] {
            router.on(RouterPath(path), method: .options) { request, _ in
                CrossOrigin.preflight(request, methods: methods, allowed: configuration.current.origins.contains)
            }
        }
    }

    /// What each path takes, to tell a wrong method from a wrong path.
    private static let methods: [String: String] = [
        "/passwordless/start": "POST, OPTIONS", "/oauth/token": "POST, OPTIONS", "/userinfo": "GET, POST, OPTIONS",
        "/.well-known/openid-configuration": "GET", "/.well-known/oauth-authorization-server": "GET",
        "/.well-known/jwks.json": "GET", "/healthz": "GET", "/readyz": "GET",
    ]
    /// The value of `Allow` for a path outside the Management API; nil where there is nothing.
    static func methods(of path: String) -> String? { methods[path] }
}
