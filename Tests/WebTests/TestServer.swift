import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import TestSupport
import Web

/// The server's doors over a store, a clock and a messenger of one test's own. Nothing listens: requests go straight to the router.
struct TestServer: Sendable {
    let store: any Store
    let clock: ManualClock
    let random: SeededRandom
    let provider: RecordingProvider
    let configuration: ConfigurationCache
    /// The first client, which was granted the whole Management API.
    let admin: PrepareTenant.AdminClient
    /// Every call to the router; others may be made of these services.
    let services: WebServices
    private let tokens: TokenIssuer
    /// The routes over the services, put together once: a server has them for all its requests.
    private let responder: RouterResponder<WebContext>

    static let issuer = Issuer(url: "https://login.example.com/")

    /// Starts on an empty store, with what a first start makes: the connection `sms`, the Management API, the first client.
    static func start(
        limits: AbusePolicy.Limits = AbusePolicy.Limits(), managementLimit: ManagementRateLimit? = nil,
        proxies: TrustedProxies = TrustedProxies([])
    ) async throws -> TestServer {
        let opened = try await TestStore.open()
        let (clock, vault) = (opened.clock, opened.vault)
        let store: any Store = opened.store
        let random = SeededRandom()
        let keys = try TestKeys.shared.get()
        try await store.write { tx throws(StoreError) in for key in keys { try tx.insert(key) } }
        let admin = PrepareTenant.AdminClient(id: "admin", secret: Secret("the-secret-of-the-first-client-of-a-test"))
        _ = try await PrepareTenant(store: store, clock: clock, random: random, issuer: issuer).prepare(admin: admin)

        let provider = RecordingProvider()
        let configuration = try await ConfigurationCache(store: store, clock: clock)
        let tokens = TokenIssuer(issuer: issuer, vault: vault, signer: SigningHere(), random: random)
        let verify = VerifyLoginCode(store: store, vault: vault, clock: clock, random: random)
        let grants = GrantIngredients(
            store: store, configuration: configuration, verify: verify, tokens: tokens, issuer: issuer, vault: vault,
            clock: clock, random: random)
        let authenticate = AuthenticateClient(configuration: configuration, store: store, issuer: issuer, clock: clock)
        let start = StartLogin(
            store: store, provider: provider, abuse: AbusePolicy(limits), vault: vault, clock: clock, random: random)
        let readiness = Readiness()
        readiness.start()
        let services = WebServices(
            authorization: AuthorizationIngredients(grants: grants, start: start, issuer: issuer),
            exchange: ExchangeToken(grants: Grants.all(grants), authenticate: authenticate, store: store),
            authenticate: authenticate, directory: SmallPhoneDirectory(), proxies: proxies, readiness: readiness,
            managementLimit: managementLimit)
        return TestServer(
            store: store, clock: clock, random: random, provider: provider, configuration: configuration, admin: admin,
            services: services, tokens: tokens, responder: try Routes.router(services).buildResponder())
    }

    /// One request to the router, and its answer.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: [UInt8]? = nil
    ) async throws -> TestAnswer {
        let application = Application(responder: responder, logger: .quiet)
        return try await application.test(.router) { client in
            let response = try await client.execute(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
            return TestAnswer(
                status: response.status.code, headers: response.headers, body: Array(response.body.readableBytesView))
        }
    }

    /// A request with a JSON body.
    func send(
        _ method: HTTPRequest.Method, _ path: String, json: JSON, headers: HTTPFields = [:]
    ) async throws -> TestAnswer {
        var headers = headers
        headers[.contentType] = "application/json"
        return try await send(method, path, headers: headers, body: json.serialized())
    }

    /// A call to the Management API, below `/api/v2/`, by the first client with these scopes; nil is all there are.
    func manage(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil, scopes: [String]? = nil,
        headers: HTTPFields = [:]
    ) async throws -> TestAnswer {
        var headers = headers
        headers[.authorization] = "Bearer \(try await managementToken(scopes: scopes))"
        guard let body else { return try await send(method, "/api/v2/\(path)", headers: headers) }
        return try await send(method, "/api/v2/\(path)", json: body, headers: headers)
    }

    /// A token for the Management API, as the token endpoint would make it.
    func managementToken(
        scopes: [String]? = nil, clientID: String? = nil, audience: String? = nil, madeAt: Timestamp? = nil,
        keyThumbprint: String? = nil
    ) async throws -> String {
        let api = API.sample(
            identifier: audience ?? TestServer.issuer.managementAudience, properties: ["token_lifetime": 86_400])
        let issued = try await tokens.clientToken(
            for: .sample(id: clientID ?? admin.id), api: api,
            AccessTokenTerms(
                scope: Scope(scopes ?? ManagementAPI.scopes.map(\.value)), keyThumbprint: keyThumbprint),
            keys: configuration.current.keys, at: madeAt ?? clock.now())
        return issued.token
    }

    /// A token in a user's name for the Management API, which no endpoint makes.
    func userToken(for user: User, scopes: [String]) async throws -> String {
        let issued = try await tokens.accessToken(
            for: user, client: .sample(id: admin.id), api: .sample(identifier: TestServer.issuer.managementAudience),
            AccessTokenTerms(scope: Scope(scopes)), keys: configuration.current.keys, at: clock.now())
        return issued.token
    }

    /// Waits until what was enqueued before is written: one more write stands behind it.
    func settle() async throws {
        try await (store as? SQLStore)?.settle()
    }

    /// The types of all events so far, oldest first.
    func eventTypes() async throws -> [Event.Kind] {
        try await settle()
        return try await store.read { tx throws(StoreError) in
            try tx.events(EventQuery(isDescending: false, limit: 1_000)).events.map(\.type)
        }
    }
}

extension Store {
    /// Closes the store under the server's feet.
    func close() async { await (self as? SQLStore)?.close() }
}

/// An answer, read whole.
struct TestAnswer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    /// The body as JSON; null where it is not.
    var json: JSON { (try? JSON.parse(body)) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
    /// A member of the object that was answered.
    subscript(name: String) -> JSON? { json.object?[name] }
    /// The message of a Management error.
    var message: String? { self["message"]?.string }
}
