import HTTPTypes
import Identity
import TestSupport
import Testing

/// One URL with a request that is good there.
struct Door: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let path: String
    let reader: Reader
    /// What the browser does before, and the fields that are good then.
    let fields: @Sendable (Browser) async throws -> [String: String]

    var testDescription: String { "\(method) \(path)" }

    private init(
        _ method: HTTPRequest.Method, _ path: String, _ reader: Reader = .person,
        _ fields: @escaping @Sendable (Browser) async throws -> [String: String]
    ) {
        self.method = method
        self.path = path
        self.reader = reader
        self.fields = fields
    }

    /// Fields that mean nothing there, or the same whatever else they are.
    var passesOver: Set<String> {
        switch path {
        case "/authorize", "/oauth/token": []
        case "/passwordless/verify": ["scope"]
        case "/passwordless/verify_redirect": ["_csrf"]
        case "/oauth/revoke": ["token_type_hint"]
        default: ["action", "country", "federated", "sent", "ui_locales"]
        }
    }

    /// Sends a query or a form.
    func send(_ query: String, by browser: Browser) async throws -> TestAnswer {
        method == .get
            ? try await browser.send(.get, path + "?" + query)
            : try await browser.send(method, path, body: Array(query.utf8))
    }

    /// Those of a person's browser.
    static let pages: [Door] = [
        Door(.get, "/authorize") { _ in everything }, Door(.post, "/authorize") { _ in everything },
        Door(.get, "/u/login/identifier") { ["state": try await $0.authorize().pageState] },
        Door(.post, "/u/login/identifier") {
            ["state": try await $0.authorize().pageState, "phone": "+81 90 1234 5678", "country": "JP"]
        },
        Door(.get, "/u/login/passwordless-sms-challenge") {
            ["state": try await $0.type(into: try await $0.authorize()).pageState, "sent": "again"]
        },
        Door(.post, "/u/login/passwordless-sms-challenge") {
            let page = try await $0.type(into: try await $0.authorize())
            return ["state": page.pageState, "code": try $0.server.sentCode(), "action": "default"]
        },
        Door(.get, "/u/login/select-account") { ["state": try await account($0)] },
        Door(.post, "/u/login/select-account") { ["state": try await account($0), "action": "continue"] },
        Door(.get, "/u/consent") { ["state": try await $0.login(["prompt": "consent"]).pageState] },
        Door(.post, "/u/consent") {
            ["state": try await $0.login(["prompt": "consent"]).pageState, "action": "accept"]
        },
        Door(.get, "/u/logout") { ["state": try await question($0)] },
        Door(.post, "/u/logout") { ["state": try await question($0), "action": "logout"] },
        Door(.get, "/v2/logout") {
            _ = try await $0.login()
            return ["client_id": "app", "returnTo": "https://app.example:8443/bye", "federated": ""]
        },
        Door(.get, "/oidc/logout") { try await logout($0) }, Door(.post, "/oidc/logout") { try await logout($0) },
        Door(.get, "/passwordless/verify_redirect") {
            Browser.request.merging([
                "connection": "sms", "phone_number": TestServer.phone,
                "verification_code": try await $0.server.code(), "_csrf": "x",
            ]) { $1 }
        },
    ]

    /// Those of programs.
    static let programs: [Door] = [
        Door(.post, "/passwordless/verify", .program) {
            [
                "client_id": "app", "connection": "sms", "username": TestServer.phone,
                "password": try await $0.server.code(), "scope": "openid",
            ]
        },
        Door(.post, "/oauth/token", .program) {
            [
                "grant_type": "authorization_code", "client_id": "app", "redirect_uri": Browser.callback,
                "code": try await $0.login().answered["code"] ?? "", "code_verifier": Browser.verifier,
            ]
        },
        Door(.post, "/oauth/token", .program) {
            [
                "grant_type": "refresh_token", "client_id": "app", "scope": "openid",
                "refresh_token": try await $0.tokens().refreshToken,
            ]
        },
        Door(.post, "/oauth/revoke", .program) {
            [
                "client_id": "app", "token": try await $0.tokens().refreshToken, "token_type_hint": "refresh_token",
            ]
        },
    ]

    /// A request to `/authorize` with every parameter that is known there.
    private static let everything = Browser.request.merging([
        "audience": TestServer.orders, "prompt": "login", "max_age": "60", "login_hint": TestServer.phone,
        "ui_locales": "en", "response_mode": "query", "connection": "sms", "screen_hint": "signup",
        "resource": TestServer.orders, "dpop_jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
    ]) { $1 }

    private static func account(_ browser: Browser) async throws -> String {
        _ = try await browser.login()
        return try await browser.authorize(["prompt": "select_account"]).pageState
    }

    private static func question(_ browser: Browser) async throws -> String {
        _ = try await browser.login()
        return try await browser.open("/oidc/logout?client_id=app").pageState
    }

    private static func logout(_ browser: Browser) async throws -> [String: String] {
        let tokens = try await browser.tokens()
        return [
            "id_token_hint": tokens["id_token"]?.string ?? "", "client_id": "app", "state": "s", "ui_locales": "en",
            "logout_hint": tokens.idToken?.claims["sid"]?.string ?? "",
            "post_logout_redirect_uri": "https://app.example:8443/bye", "federated": "",
        ]
    }
}
