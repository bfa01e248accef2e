import HTTPTypes
import Hummingbird
import Testing

@testable import Web

@Suite struct `Every login page` {
    @Test(arguments: 0..<7)
    func `allows no script and no style inside itself`(page: Int) async throws {
        let answer = try PageSamples.everyPage()[page]
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy.holds("default-src 'none'; script-src 'self'; style-src 'self'; "))
        #expect(policy.holds("frame-ancestors 'none'; base-uri 'none'"))
        let html = try await answer.html()
        #expect(!html.holds("<script>"))
        #expect(!html.holds("<style"))
        #expect(!html.holds(" style="))
        #expect(!html.holds(" on"), "\(html)")
    }

    @Test(arguments: 0..<8)
    func `is kept by nobody and framed by nobody`(page: Int) throws {
        let headers = try PageSamples.everyPage()[page].headers
        #expect(headers[.cacheControl] == "no-store")
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[PageHeaders.frameOptions] == "DENY")
        #expect(headers[PageHeaders.referrerPolicy] == "same-origin")
        #expect(headers[PageHeaders.permissionsPolicy] == "otp-credentials=(self)")
    }

    @Test(arguments: 0..<9)
    func `stays with the window that opened it`(page: Int) throws {
        let name = try #require(HTTPField.Name("cross-origin-opener-policy"))
        #expect(try PageSamples.everyPage()[page].headers[name] == nil)
    }

    @Test(
        arguments: [
            ("https://app.example", "form-action 'self' https://app.example;"),
            ("http://127.0.0.1:3000", "form-action 'self' http://127.0.0.1:3000;"),
            ("http://[::1]:3000", "form-action 'self' http:;"), ("com.app:", "form-action 'self' com.app:;"),
            ("", "form-action 'self';"), ("https://a b", "form-action 'self';"), ("*", "form-action 'self';"),
            ("https://a.example;", "form-action 'self';"), ("'unsafe-inline'", "form-action 'self';"),
        ])
    func `lets its form go to the application that was checked`(origin: String, directive: String) throws {
        let answer = try PageSamples.pages().identifier(
            PageSamples.identifier(), PageSamples.look(), formAction: origin)
        #expect(answer.headers[.contentSecurityPolicy]?.holds(directive) == true)
    }

    @Test func `may load the tenant's logo, and nothing else from elsewhere`() throws {
        let look = PageLook(language: .english, logoURL: "https://cdn.example:8443/logo.svg?v=1")
        let policy = try PageSamples.pages().loggedOut(look).headers[.contentSecurityPolicy]
        #expect(policy?.holds("img-src 'self' data: https://cdn.example:8443; form-action") == true)
    }

    @Test(arguments: ProblemKind.allCases)
    func `that reports a problem tells the person and the developer`(kind: ProblemKind) async throws {
        let answer = try PageSamples.pages().problem(
            PageSamples.problem(kind), PageSamples.look(), status: .badRequest)
        let html = try await answer.html()
        #expect(answer.status == .badRequest)
        #expect(html.holds("redirect_uri is missing."))
        #expect(html.holds(">r3quest</bdi>"))
        #expect(html.holds("<a href=\"https://app.example/\">"))
        #expect(!html.holds("problem_"))
    }
}
