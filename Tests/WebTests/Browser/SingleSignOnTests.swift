import HTTPTypes
import Identity
import TestSupport
import Testing

/// Whom a login that stands is good for, and whom not.
@Suite struct `Single sign-on` {
    @Test func `is not for a client that the session's connection is not open to`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        _ = try await browser.login()
        try await server.change { tx throws(StoreError) in
            guard var sms = try tx.connection(named: "sms") else { throw .failed("there is no connection") }
            var staff = Connection.sample(id: "con_staff", name: "staff")
            staff.enabledClients = ["shop"]
            try tx.insert(staff)
            sms.enabledClients.removeAll { $0 == "shop" }
            try tx.update(sms)
        }
        let shop = ["client_id": "shop", "redirect_uri": "https://shop.example/callback"]
        #expect(try await browser.authorize(shop).status == 200)
        #expect(browser.address.hasPrefix("/u/login/identifier?"))
        #expect(
            try await browser.authorize(shop.merging(["prompt": "none"]) { $1 }).answered["error"] == "login_required")
    }

    @Test func `is not for a client that has it disabled`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        _ = try await browser.login()
        try await server.change(client: "app", ["sso_disabled": true])
        _ = try await browser.authorize()
        #expect(browser.address.hasPrefix("/u/login/identifier?"))
        #expect(try await browser.authorize(["prompt": "none"]).answered["error"] == "login_required")
    }

    // RFC 8252 section 8.6: any program of the machine can listen there, and open the browser.
    @Test(arguments: ["http://127.0.0.1:49152/callback", "com.example.app:/callback"])
    func `asks before it goes on to an address that any program can take`(address: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        let page = try await browser.authorize(["redirect_uri": address])
        #expect(browser.address.hasPrefix("/u/login/select-account?"))
        let answer = try await browser.post(
            "/u/login/select-account", ["state": page.pageState, "action": "continue"])
        #expect(answer.location?.hasPrefix(address) == true)
        #expect(answer.answered["code"] != nil)
        let silent = try await browser.authorize(["redirect_uri": address, "prompt": "none"])
        #expect(silent.answered["error"] == "interaction_required")
    }

    @Test func `goes on there unasked for a client that says so`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        _ = try await browser.login()
        try await server.change(client: "app", ["skip_non_verifiable_callback_uri_confirmation_prompt": true])
        let answer = try await browser.authorize(["redirect_uri": "com.example.app:/callback", "prompt": "none"])
        #expect(answer.answered["code"] != nil)
    }

    @Test func `looks at max_age again when the person goes on`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.login()
        browser.server.clock.advance(by: .seconds(1))
        let page = try await browser.authorize(["prompt": "select_account", "max_age": "60"])
        browser.server.clock.advance(by: .seconds(61))
        _ = try await browser.post("/u/login/select-account", ["state": page.pageState, "action": "continue"])
        #expect(browser.address.hasPrefix("/u/login/identifier?"))
    }

    @Test func `does not ask again for a login of the very visit that needed it`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await browser.login([
            "client_id": "third", "redirect_uri": "https://third.example/callback", "max_age": "0",
        ])
        let answer = try await browser.post("/u/consent", ["state": page.pageState, "action": "accept"])
        #expect(answer.answered["code"] != nil)
    }
}
