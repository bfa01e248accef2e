import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `RFC 9700 section 4.7, forged requests` {
    @Test func `a visit's form is refused from any other browser`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let victim = Browser(server)
        let page = try await Browser(server).authorize()
        #expect(try await victim.type(into: page).status == 400)
        _ = try await victim.authorize()
        #expect(try await victim.type(into: page).status == 400)
        #expect(server.provider.messages.isEmpty)
    }

    @Test func `the right code logs nobody in but the browser that asked`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let attacker = Browser(server)
        let page = try await attacker.type(into: try await attacker.authorize())
        let victim = Browser(server)
        _ = try await victim.authorize()
        let answer = try await victim.enter(try server.sentCode(), into: page)
        #expect(answer.status == 400)
        #expect(answer.headers[.setCookie] == nil)
    }

    @Test(arguments: ["", "nonsense", "v1.AAAAAAAA"])
    func `a state that this server never made leads nowhere`(state: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.authorize()
        let paths = [
            "/u/login/identifier", "/u/login/passwordless-sms-challenge", "/u/login/select-account", "/u/consent",
            "/u/logout",
        ]
        for path in paths {
            #expect(try await browser.post(path, ["state": state, "phone": TestServer.phone]).status == 400)
        }
    }

    @Test func `a visit ends after an hour`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await browser.authorize()
        browser.server.clock.advance(by: .seconds(3_600))
        #expect(try await browser.type(into: page).status == 400)
    }

    @Test func `a cookie planted before the login is worth nothing after it`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        _ = try await browser.login()
        let planted = browser.headers()
        _ = try await browser.login(["prompt": "login"])
        let query = Browser.form(Browser.request.merging(["prompt": "none"]) { $1 })
        let answer = try await server.send(.get, "/authorize?" + query, headers: planted)
        #expect(answer.answered["error"] == "login_required")
    }
}

@Suite struct `RFC 9700 section 4.16, clickjacking` {
    @Test func `no page of a login can be framed`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let first = try await browser.authorize()
        let second = try await browser.type(into: first)
        let wrong = try await browser.enter(try browser.server.wrongCode(), into: second)
        let problem = try await browser.authorize(["client_id": "nobody"])
        for page in [first, second, wrong, problem] {
            #expect(page.headers[text: "content-security-policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(page.headers[text: "x-frame-options"] == "DENY")
        }
    }
}

@Suite struct `A code of a login page` {
    @Test func `is wrong in another visit and at the token endpoint`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        let page = try await browser.type(into: try await browser.authorize())
        let code = try server.sentCode()
        let other = Browser(server)
        let otherPage = try await other.type(into: try await other.authorize())
        if try server.sentCode() != code { #expect(try await other.enter(code, into: otherPage).status == 400) }
        #expect(try await server.exchange(code).status == 403)
        #expect(try await browser.enter(code, into: page).answered["code"] != nil)
    }

    @Test func `is not locked by another visit's wrong tries`() async throws {
        let server = try await TestServer.withBrowserLogin()
        let browser = Browser(server)
        let page = try await browser.type(into: try await browser.authorize())
        let code = try server.sentCode()
        let other = Browser(server)
        let otherPage = try await other.type(into: try await other.authorize())
        for _ in 0..<3 { _ = try await other.enter(try server.wrongCode(), into: otherPage) }
        #expect(try await browser.enter(code, into: page).answered["code"] != nil)
    }

    @Test func `counts on the number whatever visit it is tried in`() async throws {
        let server = try await TestServer.withBrowserLogin()
        for _ in 0..<4 {
            let browser = Browser(server)
            let page = try await browser.type(into: try await browser.authorize())
            for _ in 0..<3 { _ = try await browser.enter(try server.wrongCode(), into: page) }
        }
        let browser = Browser(server)
        let page = try await browser.type(into: try await browser.authorize())
        #expect(try await browser.enter(try server.sentCode(), into: page).status == 429)
    }

    @Test func `is locked after three wrong tries`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await browser.type(into: try await browser.authorize())
        for _ in 0..<3 {
            #expect(try await browser.enter(try browser.server.wrongCode(), into: page).status == 400)
        }
        #expect(try await browser.enter(try browser.server.sentCode(), into: page).status == 400)
    }

    @Test func `expires, and is good once`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await browser.type(into: try await browser.authorize())
        #expect(try await browser.enter(try browser.server.sentCode(), into: page).answered["code"] != nil)
        #expect(try await browser.enter(try browser.server.sentCode(), into: page).status == 400)
        let next = try await browser.type(into: try await browser.authorize(["prompt": "login"]))
        browser.server.clock.advance(by: .seconds(301))
        #expect(try await browser.enter(try browser.server.sentCode(), into: next).status == 400)
    }
}
