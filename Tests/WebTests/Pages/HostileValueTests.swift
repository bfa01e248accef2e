import Hummingbird
import Testing

@testable import Web

@Suite struct `A value from outside` {
    @Test(arguments: 0..<9)
    func `never becomes markup`(page: Int) async throws {
        let html = try await PageSamples.everyPage("\"'><script>alert(1)</script>&lt;")[page].html()
        #expect(!html.holds("<script>alert"))
        #expect(!html.holds("\"'>"))
        #expect(html.holds("&lt;script&gt;alert(1)"))
    }

    @Test(arguments: 0..<9)
    func `cannot hide its quotation mark behind a combining accent`(page: Int) async throws {
        let html = try await PageSamples.everyPage("\"\u{301} autofocus onfocus=alert(1) \u{2028}")[page].html()
        let (raw, escaped) = ("\"\u{301}", "&quot;\u{301}")
        #expect(!html.holds(raw))
        #expect(html.holds(escaped))
    }

    @Test(arguments: 0..<9)
    func `cannot write into a header`(page: Int) throws {
        let answer = try PageSamples.everyPage("https://a.example; script-src *\r\nx: y")[page]
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(!policy.holds("script-src *"))
        #expect(!policy.holds("\n"))
    }

    @Test(arguments: 0..<9)
    func `may be very long`(page: Int) async throws {
        let html = try await PageSamples.everyPage(String(repeating: "ab", count: 20_000))[page].html()
        #expect(html.holds("</html>"))
    }

    @Test(arguments: 0..<9)
    func `is never looked at for templates or placeholders`(page: Int) async throws {
        let html = try await PageSamples.everyPage("{{{state}}}{number}")[page].html()
        #expect(html.holds("{{{state}}}{number}"))
    }

    @Test func `cannot be a script's address`() async throws {
        let look = PageLook(
            language: .english, logoURL: "javascript:alert(1)", faviconURL: "http://plain.example/icon",
            supportURL: "javascript:alert(1)", supportEmail: "a@b.example?subject=x")
        let view = PageSamples.problem(home: "javascript:alert(1)")
        let html = try await PageSamples.pages().problem(view, look, status: .badRequest).html()
        #expect(!html.holds("javascript:"))
        #expect(!html.holds("plain.example"))
        #expect(!html.holds("mailto:"))
    }
}
