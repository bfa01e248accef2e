import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `RFC 9700 section 4.1, redirect URI validation` {
    // An address that is only like a registered one gets nothing, not even the error.
    @Test(
        arguments: [
            "https://app.example:8443/callback/", "https://app.example:8443/callback/more",
            "https://app.example:8443/Callback", "https://APP.example:8443/callback",
            "https://app.example:8443/callback?next=1", "https://app.example:8443/callback#part",
            "https://app.example:8443/callback/../callback", "https://app.example:8443/%63allback",
            "https://app.example/callback", "https://app.example:8443@evil.example/callback",
            "https://user@app.example:8443/callback", "https://app.example:8443.evil.example/callback",
            "http://app.example:8443/callback", "https://evil.example/callback", "//app.example:8443/callback",
            "/callback", "javascript:alert(1)", "com.example.app:/other", "http://localhost:5000/callback",
            "http://127.0.0.1:5000/other", "http://127.0.0.1.evil.example/callback",
            "http://127.0.0.1:5000@evil.example/callback", "https://127.0.0.1/callback", " ",
        ])
    func `never redirects to an address that is not registered`(address: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        for more in [[:], ["prompt": "none"], ["response_type": "nonsense"], ["response_mode": "form_post"]] {
            let answer = try await browser.authorize(more.merging(["redirect_uri": address]) { $1 })
            #expect(answer.status == 400)
            #expect(answer.location == nil)
            #expect(!answer.text.contains("action=\"http"))
        }
    }

    // RFC 8252 section 7.3.
    @Test(arguments: ["http://127.0.0.1:49152/callback", "http://127.0.0.1/callback", "com.example.app:/callback"])
    func `leaves the port of a native application's loopback address free`(address: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.authorize(["redirect_uri": address, "prompt": "none"])
        #expect(answer.location?.hasPrefix(address + "?error=login_required") == true)
    }

    @Test func `leaves the port free for nobody but native applications`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        try await browser.server.change(client: "app", ["app_type": "spa"])
        #expect(try await browser.authorize(["redirect_uri": "http://127.0.0.1:49152/callback"]).status == 400)
    }

    // RFC 9700 section 2.6: also where the operator registered it.
    @Test func `refuses plain http to another machine`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        try await browser.server.change(client: "app", ["callbacks": ["http://app.example/callback"]])
        let answer = try await browser.authorize(["redirect_uri": "http://app.example/callback"])
        #expect(answer.status == 400)
        #expect(answer.location == nil)
    }

    @Test func `refuses a code whose redirect URI is not repeated`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login().answered["code"] ?? ""
        for other in ["http://127.0.0.1/callback", .null] as [JSON] {
            #expect(try await browser.server.redeem(code, ["redirect_uri": other]).status == 403)
        }
    }

    @Test func `gives nothing to a callback that was taken away during the visit`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await browser.type(into: try await browser.authorize())
        try await browser.server.change(client: "app", ["callbacks": ["com.example.app:/callback"]])
        let answer = try await browser.enter(try browser.server.sentCode(), into: page)
        #expect(answer.status == 400)
        #expect(answer.location == nil)
    }
}

@Suite struct `RFC 9700 section 4.11, open redirectors` {
    @Test(arguments: [["client_id": "nobody"], ["client_id": ""]] as [[String: String]])
    func `an unknown client is never redirected`(parameters: [String: String]) async throws {
        let browser = Browser(try await .withBrowserLogin())
        for prompt in ["none", "login"] {
            let answer = try await browser.authorize(parameters.merging(["prompt": prompt]) { $1 })
            #expect([400, 403].contains(answer.status))
            #expect(answer.location == nil)
        }
    }

    @Test(arguments: ["https://evil.example/", "//evil.example/", "https://app.example:8443/callback.evil.example"])
    func `a logout leads nowhere that is not registered`(address: String) async throws {
        let server = try await TestServer.withBrowserLogin()
        for query in [["returnTo": address], ["returnTo": address, "client_id": "app"]] {
            let answer = try await server.send(.get, "/v2/logout?" + Browser.form(query))
            #expect(answer.status == 400)
            #expect(answer.location == nil)
        }
    }
}
