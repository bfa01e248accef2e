import Crypto
import Foundation
import Hummingbird
import Identity
import Testing

@testable import Web

@Suite struct `The page that carries an answer` {
    @Test(arguments: [7, 8])
    func `has exactly one script, and its policy names the hash of that text`(page: Int) async throws {
        let answer = try PageSamples.everyPage()[page]
        let html = try await answer.html()
        #expect(html.count(of: "<script") == 1)
        let script = try #require(
            html.components(separatedBy: "<script>").last?.components(separatedBy: "</script>").first)
        let hash = Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
        #expect(answer.headers[.contentSecurityPolicy]?.holds("script-src 'sha256-\(hash)';") == true)
    }

    @Test func `keeps the fields in their order, and a button where scripts are off`() async throws {
        let answer = try PageSamples.pages().formPost(
            to: "https://app.example/cb?a=1&b=2", fields: [("code", "c0de"), ("state", "a b")], PageSamples.look(),
            formAction: "https://app.example")
        let html = try await answer.html()
        #expect(html.holds("<form method=\"post\" action=\"https://app.example/cb?a=1&amp;b=2\">"))
        let fields = [("code", "c0de"), ("state", "a b")].map { name, value in
            "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
        }
        let inOrder = fields.joined(separator: "\n")
        #expect(html.holds(inOrder))
        let noscript = try #require(html.components(separatedBy: "<noscript>").last)
        #expect(noscript.holds("<button class=\"primary\" type=\"submit\">"))
        #expect(answer.headers[.contentSecurityPolicy]?.holds("form-action https://app.example;") == true)
    }

    @Test func `posts the response with a number where clients calculate`() async throws {
        let answer = try PageSamples.pages().webMessage(
            fields: [("code", "c\"0<"), ("expires_in", "60"), ("state", "7")], to: "https://app.example",
            frameAncestors: ["https://app.example"])
        let html = try await answer.html()
        let attribute = try #require(html.components(separatedBy: "data-message=\"").last?.prefix { $0 != "\"" })
        let text = attribute.replacing("&quot;", with: "\"").replacing("&lt;", with: "<")
        let expected: JSON = [
            "type": "authorization_response", "response": ["code": "c\"0<", "expires_in": 60, "state": "7"],
        ]
        #expect(try JSON.parse(String(text)) == expected)
        #expect(html.holds("data-origin=\"https://app.example\""))
    }

    @Test(
        arguments: [
            ([], "frame-ancestors 'none'"),
            (
                ["https://a.example", "http://localhost:3000"],
                "frame-ancestors https://a.example http://localhost:3000"
            ),
            (["*", "https://a.example; x", "'self'"], "frame-ancestors 'none'"),
        ])
    func `is framed by the named origins alone`(origins: [String], directive: String) throws {
        let answer = try PageSamples.pages().webMessage(
            fields: [], to: "https://a.example", frameAncestors: origins)
        #expect(answer.headers[.contentSecurityPolicy]?.hasSuffix(directive) == true)
        #expect(answer.headers[PageHeaders.frameOptions] == nil)
    }
}
