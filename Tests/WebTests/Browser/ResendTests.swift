import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A code asked for again on the page` {
    private func resend(_ browser: Browser, _ page: TestAnswer) async throws -> TestAnswer {
        try await browser.post("/u/login/passwordless-sms-challenge", ["state": page.pageState, "action": "resend"])
    }

    private func askedFor(_ browser: Browser) async throws -> TestAnswer {
        try await browser.type(into: try await browser.authorize())
    }

    @Test(arguments: [0, 29])
    func `before the countdown is over is refused with a message`(seconds: Int) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await askedFor(browser)
        browser.server.clock.advance(by: .seconds(seconds))
        let answer = try await resend(browser, page)
        #expect(answer.status == 429)
        #expect(answer.text.contains("class=\"error\""))
        #expect(browser.server.provider.messages.count == 1)
        // The first code is as good as before.
        #expect(try await browser.enter(try browser.server.sentCode(), into: answer).answered["code"] != nil)
    }

    @Test func `after it is sent, and the page says so`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await askedFor(browser)
        browser.server.clock.advance(by: .seconds(30))
        let again = try await resend(browser, page)
        #expect(again.status == 200)
        #expect(again.text.contains("class=\"notice\""))
        #expect(browser.server.provider.messages.count == 2)
        #expect(try await browser.enter(try browser.server.sentCode(), into: again).answered["code"] != nil)
    }

    @Test func `begins the countdown anew`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await askedFor(browser)
        browser.server.clock.advance(by: .seconds(30))
        let again = try await resend(browser, page)
        browser.server.clock.advance(by: .seconds(29))
        #expect(try await resend(browser, again).status == 429)
        #expect(browser.server.provider.messages.count == 2)
    }

    @Test func `takes the place of the one before`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await askedFor(browser)
        let old = try browser.server.sentCode()
        browser.server.clock.advance(by: .seconds(30))
        let again = try await resend(browser, page)
        let new = try browser.server.sentCode()
        try #require(old != new)
        #expect(try await browser.enter(old, into: again).status == 400)
        #expect(try await browser.enter(new, into: again).answered["code"] != nil)
    }

    // The page that was open before belongs to the same visit.
    @Test func `may be typed into the page that was there before`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await askedFor(browser)
        browser.server.clock.advance(by: .seconds(30))
        _ = try await resend(browser, page)
        #expect(try await browser.enter(try browser.server.sentCode(), into: page).answered["code"] != nil)
    }

    @Test func `is a new one after three wrong tries`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await askedFor(browser)
        for _ in 0..<3 { _ = try await browser.enter(try browser.server.wrongCode(), into: page) }
        browser.server.clock.advance(by: .seconds(30))
        let again = try await resend(browser, page)
        #expect(try await browser.enter(try browser.server.sentCode(), into: again).answered["code"] != nil)
    }

    @Test func `goes to no gateway beyond the number's limit`() async throws {
        let limits = AbusePolicy.Limits(
            startsPerAddressPerHour: nil, sendsPerNumberPerHour: 2, sendsPerNumberPerDay: nil)
        let browser = Browser(try await .withBrowserLogin(limits: limits))
        var page = try await askedFor(browser)
        for _ in 0..<2 {
            browser.server.clock.advance(by: .seconds(30))
            page = try await resend(browser, page)
        }
        #expect(page.status == 429)
        #expect(browser.server.provider.messages.count == 2)
    }

    @Test func `that the gateway does not take leaves the person on the page`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let page = try await askedFor(browser)
        browser.server.clock.advance(by: .seconds(30))
        browser.server.provider.answer(.refused(DeliveryProblem(forCaller: "no")))
        let answer = try await resend(browser, page)
        #expect(answer.status == 400)
        #expect(answer.pageState == page.pageState)
    }
}
