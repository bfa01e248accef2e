import HTTPTypes
import Hummingbird
import Identity

/// What the doors of the browser flow share: the pages and their look, the cookies, whose browser it is, and how an outcome becomes
/// an answer.
struct LoginDoors: Sendable {
    let pages: Pages
    let cookies: BrowserCookies
    let configuration: ConfigurationCache
    let directory: any PhoneDirectory
    let vault: Vault
    let issuer: Issuer
    let clock: any WallClock
    let random: any RandomSource
    let callerAddress: CallerAddress
    let limit: AddressRateLimit?
    private let regions: Set<String>

    init(_ services: WebServices) throws {
        directory = services.directory
        pages = try Pages(
            countries: directory.countries.map { PageCountry(region: $0.region, callingCode: $0.callingCode) })
        regions = Set(directory.countries.map(\.region))
        cookies = BrowserCookies(issuer: services.issuer)
        configuration = services.configuration
        vault = services.vault
        issuer = services.issuer
        clock = services.clock
        random = services.random
        callerAddress = CallerAddress(proxies: services.proxies)
        limit = services.tokenLimit
    }

    /// Who is at the other end.
    func browser(_ request: Request, _ context: WebContext) -> Authorize.Browser {
        Authorize.Browser(
            caller: callerAddress.caller(request, peer: context.peer),
            sessionCookie: cookies.read(.session, request))
    }

    /// The page's look for a request; `languages` are the application's `ui_locales`.
    func look(_ request: Request, languages: String? = nil) -> PageLook {
        let settings = configuration.current.settings
        let branding = configuration.current.branding
        return PageLook(
            language: PageLanguage.choose(
                uiLocales: languages, acceptLanguage: request.headers[.acceptLanguage],
                enabled: settings.enabledLocales),
            tenantName: settings.friendlyName, logoURL: branding.logoURL ?? settings.pictureURL,
            faviconURL: branding.faviconURL,
            colors: BrandColors(primary: branding.primaryColor, pageBackground: branding.pageBackground),
            supportURL: settings.supportURL, supportEmail: settings.supportEmail)
    }

    /// The country to propose: that of a number already known, else the one of the browser's language.
    func country(_ request: Request, languages: String?, typed: String) -> String {
        if let phone = PhoneNumber(typed), let country = directory.country(of: phone) { return country }
        return CountryGuess.region(acceptLanguage: languages.map(LoginDoors.asHeader), among: regions)
            ?? CountryGuess.region(acceptLanguage: request.headers[.acceptLanguage], among: regions) ?? ""
    }

    /// `ui_locales` written like `Accept-Language`.
    private static func asHeader(_ languages: String) -> String { Scope.words(languages).joined(separator: ",") }

    /// Whether one more page may be shown to this address; the answer where it may not.
    func refusal(_ request: Request, _ context: WebContext) -> Response? {
        guard let limit else { return nil }
        let caller = callerAddress.caller(request, peer: context.peer)
        let state = limit.take(caller.address, at: clock.now())
        guard let wait = state.retryAfter else { return nil }
        return pages.problem(
            ProblemView(
                kind: .busy, code: "too_many_requests",
                description: "Too many requests from this address. Try again later.", requestID: context.id,
                homeURL: nil), look(request), status: .tooManyRequests
        ).with(state).retry(after: wait)
    }
}
