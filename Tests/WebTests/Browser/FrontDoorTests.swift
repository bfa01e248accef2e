import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `The authorization endpoint` {
    // RFC 9449 section 5: an access token in the address is bound to nothing.
    @Test(arguments: ["token", "id_token token", "code token"])
    func `gives no access token through the browser to who must prove a key`(type: String) async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        let thumbprint = try await browser.authorize(["response_type": type, "dpop_jkt": Browser.challenge])
        #expect(thumbprint.answered["error"] == "unauthorized_client")
        try await server.change(client: "app", ["require_proof_of_possession": true])
        #expect(try await browser.authorize(["response_type": type]).answered["error"] == "unauthorized_client")
    }

    @Test(arguments: [String(repeating: "日", count: 2_048), String(repeating: "\u{1}", count: 2_048)])
    func `carries a state of 2,048 characters through the whole login, by link and by form`(state: String) async throws
    {
        let browser = Browser(try await .withBrowserLogin())
        #expect(try await browser.login(["state": state]).answered["state"] == state)
        let again = try await browser.post(
            "/authorize", Browser.request.merging(["state": state, "prompt": "none"]) { $1 })
        #expect(again.answered["state"] == state)
    }

    @Test func `keeps other visits of a browser good when a form of another site begins one`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        let page = try await browser.type(into: try await browser.authorize())
        // The cookie stays behind, as SameSite wants: Lax.
        let foreign = try await server.form("/authorize", Browser.form(Browser.request))
        #expect(foreign.status == 303)
        #expect(foreign.headers[.setCookie] == nil)
        #expect(try await browser.open(foreign.location ?? "").status == 200)
        #expect(try await browser.enter(try server.sentCode(), into: page).answered["code"] != nil)
    }

    @Test func `takes an empty login ticket for none`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        #expect(try await browser.open("/authorize?" + Browser.form(Browser.request) + "&login_ticket=").status == 200)
    }

    @Test func `writes only so many refusals of one address down`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        for _ in 0..<80 { _ = try await browser.authorize(["prompt": "none"]) }
        #expect(try await server.eventTypes().count { $0 == .failedSilentLogin } == 60)
    }

    @Test(arguments: [
        "/.well-known/openid-configuration", "/.well-known/jwks.json", "/client/app.js", "/user/geoloc/country",
    ])
    func `and what any page may read answer preflights`(path: String) async throws {
        let server = try await TestServer.withBrowserLogin()
        let answer = try await server.send(
            .options, path,
            headers: [.origin: "https://page.example", .accessControlRequestMethod: "GET"])
        #expect(answer.status == 204)
        #expect(answer.headers[text: "access-control-allow-origin"] == "*")
        #expect(answer.headers[text: "access-control-allow-headers"]?.contains("auth0-client") == true)
    }

    // A page that must not collect codes cannot bring any.
    @Test func `takes no code from a client that has neither grant nor permission for it`() async throws {
        let server = try await TestServer.withBrowserLogin()
        try await server.change(client: "app", ["grant_types": ["authorization_code", "refresh_token"]])
        let code = try await server.code()
        let query = Browser.request.merging([
            "phone_number": TestServer.phone, "verification_code": code, "connection": "sms",
        ]) { $1 }
        let answer = try await Browser(server).open("/passwordless/verify_redirect?" + Browser.form(query))
        #expect(answer.answered["error"] == "unauthorized_client")
        let verify = try await server.send(
            .post, "/passwordless/verify",
            json: [
                "client_id": "app", "connection": "sms", "phone_number": .string(TestServer.phone),
                "verification_code": .string(code),
            ])
        #expect(verify["error"] == "unauthorized_client")
    }

    @Test func `tells a blocked user's number what it tells any other`() async throws {
        let server = try await TestServer.withBrowserLogin()
        _ = try await Browser(server).login()
        try await server.changeUser { $0.isBlocked = true }
        let browser = Browser(server)
        let sent = server.provider.messages.count
        let page = try await browser.type(into: try await browser.authorize())
        #expect(server.provider.messages.count == sent)
        let answer = try await browser.enter("000000", into: page)
        #expect(answer.text.contains("2 tries left"))
    }

    @Test func `and its tokens end with the client`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let tokens = try await Browser(server).tokens()
        try await server.change { tx throws(StoreError) in try tx.deleteClient(id: "app") }
        #expect(try await server.userInfo(tokens.accessToken) == 401)
    }
}
