import HTTPTypes
import Hummingbird
import Identity

/// What the doors are made of.
package struct WebServices: Sendable {
    package let store: any Store
    package let configuration: ConfigurationCache
    package let authorization: AuthorizationIngredients
    package let exchange: ExchangeToken
    package let authenticate: AuthenticateClient
    package let directory: any PhoneDirectory
    package let vault: Vault
    package let issuer: Issuer
    package let clock: any WallClock
    package let random: any RandomSource
    package let proxies: TrustedProxies
    package let readiness: Readiness
    package let managementLimit: ManagementRateLimit?
    package let tokenLimit: AddressRateLimit?
    /// Nil measures nothing.
    package var metrics: RequestMetrics?
    /// Nil looks at no trace.
    package var tracing: RequestTracing?

    package init(
        authorization: AuthorizationIngredients, exchange: ExchangeToken, authenticate: AuthenticateClient,
        directory: any PhoneDirectory, proxies: TrustedProxies, readiness: Readiness,
        managementLimit: ManagementRateLimit?, tokenLimit: AddressRateLimit? = nil
    ) {
        store = authorization.store
        configuration = authorization.configuration
        self.authorization = authorization
        self.exchange = exchange
        self.authenticate = authenticate
        self.directory = directory
        vault = authorization.vault
        issuer = authorization.issuer
        clock = authorization.clock
        random = authorization.random
        self.proxies = proxies
        self.readiness = readiness
        self.managementLimit = managementLimit
        self.tokenLimit = tokenLimit
    }
}

/// Every URL of the server: health and what applications call here, what people see in `LoginRoutes.swift`, the Management API's
/// in `ManagementRoutes.swift`.
package enum Routes {
    /// Throws where a page of the program's own cannot be read.
    package static func router(_ services: WebServices) throws -> Router<WebContext> {
        let router = Router(context: WebContext.self)
        router.add(middleware: RequestLog(metrics: services.metrics, tracing: services.tracing))
        health(router, services)
        oauth(router, services)
        legacy(router, services)
        openPreflights(router)
        try login(router, services)
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
        let start = PasswordlessStart(
            start: services.authorization.start, authenticate: services.authenticate,
            configuration: services.configuration, callerAddress: address)
        let token = Token(
            exchange: services.exchange, configuration: services.configuration, callerAddress: address,
            clock: services.clock, issuer: services.issuer, limit: services.tokenLimit)
        let userInfo = UserInfo(
            store: services.store, vault: services.vault, issuer: services.issuer,
            configuration: services.configuration, clock: services.clock)
        let revoke = Revoke(
            revoke: RevokeToken(
                store: services.store, configuration: services.configuration, vault: services.vault,
                clock: services.clock, random: services.random),
            authenticate: services.authenticate, configuration: services.configuration, callerAddress: address,
            clock: services.clock, limit: services.tokenLimit)
        let discovery = Discovery(
            issuer: services.issuer, grantTypes: services.exchange.grantTypes, configuration: services.configuration)
        let jwks = JWKS(configuration: services.configuration)

        router.post("passwordless/start", use: start.handle)
        router.post("oauth/token", use: token.handle)
        router.post("oauth/revoke", use: revoke.handle)
        router.get("userinfo", use: userInfo.handle)
        router.post("userinfo", use: userInfo.handle)
        router.get(".well-known/openid-configuration", use: discovery.handle)
        router.get(".well-known/oauth-authorization-server", use: discovery.handle)
        router.get(".well-known/jwks.json", use: jwks.handle)
        for (path, methods) in [
            ("passwordless/start", "POST"), ("oauth/token", "POST"), ("oauth/revoke", "POST"),
            ("userinfo", "GET, POST"), ("passwordless/verify", "POST"),
        ] {
            preflight(router, services, path, methods)
        }
    }

    /// What auth0.js and Lock call besides.
    private static func legacy(_ router: Router<WebContext>, _ services: WebServices) {
        let address = CallerAddress(proxies: services.proxies)
        let verify = LegacyVerify(
            verify: services.authorization.verify, configuration: services.configuration, callerAddress: address,
            clock: services.clock, limit: services.tokenLimit)
        router.post("co/authenticate", use: CrossOriginAuthenticate(services).handle)
        router.post("passwordless/verify", use: verify.handle)
        router.get(
            "client/:file", use: ClientFile(configuration: services.configuration, issuer: services.issuer).handle)
        router.get("user/geoloc/country", use: CountryOfBrowser(directory: services.directory).handle)
        preflight(router, services, "co/authenticate", "POST", withCookies: true)
    }

    /// What any page may read: keys, discovery, a client's file, the browser's country.
    private static func openPreflights(_ router: Router<WebContext>) {
        for path in [
            ".well-known/openid-configuration", ".well-known/oauth-authorization-server", ".well-known/jwks.json",
            "client/:file", "user/geoloc/country",
        ] {
            router.on(RouterPath(path), method: .options) { _, _ in CrossOrigin.openPreflight() }
        }
    }

    private static func preflight(
        _ router: Router<WebContext>, _ services: WebServices, _ path: String, _ methods: String,
        withCookies: Bool = false
    ) {
        let configuration = services.configuration
        router.on(RouterPath(path), method: .options) { request, _ in
            CrossOrigin.preflight(
                request, methods: methods, withCookies: withCookies,
                allowed: configuration.current.origins.contains)
        }
    }

    /// What each path takes, to tell a wrong method from a wrong path.
    private static let methods: [String: String] = [
        "/passwordless/start": "POST, OPTIONS", "/oauth/token": "POST, OPTIONS", "/oauth/revoke": "POST, OPTIONS",
        "/userinfo": "GET, POST, OPTIONS", "/.well-known/openid-configuration": "GET, OPTIONS",
        "/.well-known/oauth-authorization-server": "GET, OPTIONS", "/.well-known/jwks.json": "GET, OPTIONS",
        "/healthz": "GET",
        "/readyz": "GET", "/co/authenticate": "POST, OPTIONS", "/passwordless/verify": "POST, OPTIONS",
        "/passwordless/verify_redirect": "GET", "/user/geoloc/country": "GET, OPTIONS", "/authorize": "GET, POST",
        "/v2/logout": "GET", "/oidc/logout": "GET, POST", "/u/login": "GET", "/u/logout": "GET, POST",
        "/u/login/identifier": "GET, POST", "/u/login/passwordless-sms-challenge": "GET, POST",
        "/u/login/select-account": "GET, POST", "/u/consent": "GET, POST",
    ]
    /// The value of `Allow` for a path outside the Management API; nil where there is nothing.
    static func methods(of path: String) -> String? { methods[path] }
}
