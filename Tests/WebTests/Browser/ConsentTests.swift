import Identity
import TestSupport
import Testing

@Suite struct `A person's consent` {
    private static let audience = ["audience": TestServer.orders, "scope": "openid read:orders"]

    private func server(_ api: JSONObject) async throws -> TestServer {
        let server = try await TestServer.withBrowserLogin()
        try await server.change(api: api)
        return server
    }

    @Test func `is asked for by an API that wants it, of the operator's own clients too`() async throws {
        let server = try await server(["skip_consent_for_verifiable_first_party_clients": false])
        let browser = Browser(server)
        _ = try await browser.login(Self.audience)
        #expect(browser.address.hasPrefix("/u/consent?"))
    }

    @Test(arguments: [[:], ["skip_consent_for_verifiable_first_party_clients": true]] as [JSONObject])
    func `is not asked for of the operator's own clients otherwise`(api: JSONObject) async throws {
        let browser = Browser(try await server(api))
        #expect(try await browser.login(Self.audience).answered["code"] != nil)
    }

    // C8.5: what a new API shows.
    @Test func `is shown as not skipped where nobody said anything`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let api = try await server.manage(.post, "resource-servers", ["identifier": "https://new.example/"])
        #expect(api["skip_consent_for_verifiable_first_party_clients"] == false)
    }

    @Test func `to more scopes keeps those that were allowed before`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let third = ["client_id": "third", "redirect_uri": "https://third.example/callback"]
        var page = try await browser.login(third.merging(["scope": "openid phone"]) { $1 })
        _ = try await browser.post("/u/consent", ["state": page.pageState, "action": "accept"])
        page = try await browser.authorize(third.merging(["scope": "openid profile"]) { $1 })
        #expect(browser.address.hasPrefix("/u/consent?"))
        _ = try await browser.post("/u/consent", ["state": page.pageState, "action": "accept"])
        let answer = try await browser.authorize(third.merging(["scope": "openid phone"]) { $1 })
        #expect(answer.answered["code"] != nil)
    }
}
