import HTTPTypes
import Identity
import TestSupport
import Testing

// C5.1: the first of ui_locales that the tenant has enabled.
@Suite struct `A page of a tenant` {
    private func language(_ page: TestAnswer) -> String {
        page.text.firstMatch(of: /<html lang="([^"]*)"/).map { String($0.1) } ?? ""
    }

    @Test(
        arguments: [
            (nil, "fr de", "fr"), (["de", "ja"], "fr ja de", "ja"), (["de", "ja"], "fr", "de"), (["ja"], "", "ja"),
            (["zz", "de"], "fr", "de"), (["zz"], "fr", "en"), (["DE-at"], "fr", "de"),
        ] as [([String]?, String, String)])
    func `is in a language that the tenant has enabled`(enabled: [String]?, wanted: String, language expected: String)
        async throws
    {
        let browser = Browser(try await .withBrowserLogin())
        if let enabled { try await browser.server.change(settings: ["enabled_locales": .strings(enabled)]) }
        let first = try await browser.authorize(["ui_locales": wanted])
        #expect(language(first) == expected)
        #expect(language(try await browser.type(into: first)) == expected)
    }

    @Test func `is in the browser's language where the application wants none`() async throws {
        let server = try await TestServer.withBrowserLogin()
        try await server.change(settings: ["enabled_locales": ["de", "ja"]])
        let headers = HTTPFields.one("accept-language", "fr, ja;q=0.8, de;q=0.5")
        #expect(language(try await server.send(.get, "/authorize?client_id=nobody", headers: headers)) == "ja")
    }
}

// C5.1: where a wrong request leads instead of our page.
@Suite struct `The tenant's own error page` {
    private static let wrong = ["redirect_uri": "https://evil.example/", "connection": "sms"]

    private func browser(_ url: String = "https://shop.example/error?from=login") async throws -> Browser {
        let browser = Browser(try await .withBrowserLogin())
        try await browser.server.change(settings: ["error_page": ["url": .string(url)]])
        return browser
    }

    @Test func `is told who asked, what was wrong and where the log says more`() async throws {
        let answer = try await browser().authorize(Self.wrong)
        #expect(answer.status == 302)
        #expect(answer.location?.hasPrefix("https://shop.example/error?from=login&client_id=app&") == true)
        let told = answer.answered
        #expect(
            Set(told.keys) == ["from", "client_id", "connection", "lang", "error", "error_description", "tracking"])
        #expect(told["connection"] == "sms")
        #expect(told["lang"] == "en")
        #expect(told["error"] == "invalid_request")
        #expect(told["error_description"]?.hasPrefix("Callback URL mismatch.") == true)
        #expect(told["tracking"] == answer.headers[text: "x-request-id"])
        #expect(answer.headers[text: "referrer-policy"] == "no-referrer")
    }

    @Test func `is told the same of a request that came as a form`() async throws {
        let answer = try await browser().post("/authorize", Browser.request.merging(Self.wrong) { $1 })
        #expect(answer.status == 303)
        #expect(answer.answered["client_id"] == "app")
        #expect(answer.answered["connection"] == "sms")
    }

    @Test func `hears of logouts and verifications too`() async throws {
        let browser = try await browser()
        for path in ["/v2/logout?client_id=nobody", "/oidc/logout?id_token_hint=x", "/passwordless/verify_redirect"] {
            #expect(try await browser.open(path).location?.hasPrefix("https://shop.example/error?") == true)
        }
    }

    @Test func `does not get what belongs to the client`() async throws {
        let answer = try await browser().authorize(["prompt": "none"])
        #expect(answer.location?.hasPrefix(Browser.callback) == true)
    }

    @Test func `is ours again when it is taken out`() async throws {
        let browser = try await browser()
        try await browser.server.change(settings: ["error_page": .null])
        let answer = try await browser.authorize(Self.wrong)
        #expect(answer.status == 400)
        #expect(answer.location == nil)
    }
}

// RFC 8707; C3.6.
@Suite struct `The parameter resource` {
    private func audience(_ parameters: [String: String], profile: String?) async throws -> JSON? {
        let browser = Browser(try await .withBrowserLogin())
        if let profile {
            try await browser.server.change(settings: ["resource_parameter_profile": .string(profile)])
        }
        let token = try await browser.tokens(parameters).accessToken
        return JWS.Parsed(token ?? "")?.claims["aud"]?.array?.first
    }

    @Test func `names the API where the tenant is compatible`() async throws {
        let orders = ["resource": TestServer.orders]
        #expect(try await audience(orders, profile: "compatibility") == .string(TestServer.orders))
    }

    @Test(arguments: ["audience", nil])
    func `is ignored otherwise`(profile: String?) async throws {
        #expect(try await audience(["resource": TestServer.orders], profile: profile) == nil)
    }

    @Test func `stands behind audience`() async throws {
        let both = ["resource": "https://nowhere.example/", "audience": TestServer.orders]
        #expect(try await audience(both, profile: "compatibility") == .string(TestServer.orders))
    }

    @Test func `is checked like audience`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        try await browser.server.change(settings: ["resource_parameter_profile": "compatibility"])
        let answer = try await browser.authorize(["resource": "https://nowhere.example/"])
        #expect(answer.answered["error_description"] == "Service not found: https://nowhere.example/")
    }
}
