import Hummingbird
import Testing

@testable import Web

@Suite struct `The page that asks for the code` {
    @Test func `has one field that browsers and phones fill in`() async throws {
        let html = try await page(PageSamples.code())
        #expect(html.holds("name=\"code\""))
        #expect(html.holds("autocomplete=\"one-time-code\""))
        #expect(html.holds("inputmode=\"numeric\""))
        #expect(html.holds("data-length=\"6\""))
        #expect(html.count(of: "autofocus") == 1)
    }

    @Test func `continues when Enter is pressed, because that button comes first`() async throws {
        let html = try await page(PageSamples.code())
        let values = html.split(separator: "name=\"action\" value=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(values == ["default", "resend", "change"])
    }

    @Test func `shows the number from left to right`() async throws {
        let arabic = PageLanguage.choose(uiLocales: "ar", acceptLanguage: nil, enabled: nil)
        let html = try await PageSamples.pages().code(PageSamples.code(), PageSamples.look(arabic), formAction: nil)
            .html()
        #expect(html.holds("<bdi dir=\"ltr\" class=\"figure\">+81 90-1234-5678</bdi>"))
    }

    @Test func `tells the seconds until the next code, also without a script`() async throws {
        let html = try await page(PageSamples.code(resendAfter: 30))
        #expect(html.holds("You can ask for a new code in <span id=\"left\" data-seconds=\"30\">30 seconds</span>."))
        #expect(!html.holds("disabled"))
    }

    @Test func `counts nothing down when a new code can be had`() async throws {
        let html = try await page(PageSamples.code(resendAfter: 0))
        #expect(!html.holds("data-seconds"))
    }

    @Test(
        arguments: [
            (CodeError.missing, "Enter the 6 digits"), (.wrong(triesLeft: 2), "You have 2 tries left"),
            (.wrong(triesLeft: 1), "one try left"), (.expired, "has expired"), (.locked, "no longer valid"),
            (.waiting(.seconds(45)), "Wait 45 seconds"), (.blocked, "<bdi>Shop</bdi>"),
            (.gatewayFailed(reference: "r3f"), ">r3f</bdi>"), (.tooMany(retryAfter: .seconds(600)), "Wait 10 minutes"),
            (.busy, "Wait a few seconds"),
        ])
    func `says what to do about an error`(error: CodeError, words: String) async throws {
        let html = try await page(PageSamples.code(error: error))
        #expect(html.holds("role=\"alert\""))
        #expect(html.holds(words))
        #expect(html.holds("aria-describedby=\"error lead\""))
        #expect(html.holds("<title>Error: "))
    }

    @Test func `says that a new code was sent`() async throws {
        let html = try await page(PageSamples.code(notice: .sentAgain))
        #expect(html.holds("<p class=\"notice\" role=\"status\">We sent you a new code."))
    }

    @Test func `never says good news beside an error`() async throws {
        let html = try await page(PageSamples.code(error: .expired, notice: .sentAgain))
        #expect(!html.holds("class=\"notice\""))
    }

    private func page(_ view: CodeView) async throws -> String {
        try await PageSamples.pages().code(view, PageSamples.look(), formAction: nil).html()
    }
}
