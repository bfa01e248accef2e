import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `The Management API of logins` {
    /// With a place for an id each.
    private static let paths: [(HTTPRequest.Method, String)] = [
        (.get, "users/@/sessions"), (.delete, "users/@/sessions"), (.get, "users/@/refresh-tokens"),
        (.delete, "users/@/refresh-tokens"), (.post, "users/@/revoke-access"), (.get, "sessions/@"),
        (.delete, "sessions/@"), (.post, "sessions/@/revoke"), (.get, "refresh-tokens/@"),
        (.delete, "refresh-tokens/@"), (.get, "clients/@/credentials"), (.post, "clients/@/credentials"),
        (.get, "clients/app/credentials/@"), (.patch, "clients/app/credentials/@"),
        (.delete, "clients/app/credentials/@"),
    ]
    private static let ids = [
        String(repeating: "x", count: 10_000), "%", "%F", "%ZZ", "%FF", "%00", "%01%0D%0A", "%20", "%2e%2e%2fapp",
        "%3Cscript%3E%22'&w0", "'%20OR%201=1--", "\u{e9}", "sms%7C%00", "+", "*",
    ]

    @Test(arguments: paths.indices)
    func `takes no id that is none`(index: Int) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.tokens()
        let before = try await Standing(browser.server)
        let (method, path) = Self.paths[index]
        for id in Self.ids {
            let body: JSON? = method == .post || method == .patch ? [:] : nil
            let answer = try await browser.server.manage(method, path.replacing("@", with: id), body)
            #expect(answer.fault(.operations) == nil, "\(id.prefix(20))")
            #expect(answer.status >= 400 || method == .delete || path.hasSuffix("revoke-access"), "\(id.prefix(20))")
        }
        #expect(try await Standing(browser.server) == before)
    }

    @Test(arguments: ["users/@/sessions", "users/@/refresh-tokens", "refresh-tokens"])
    func `takes no query that is none`(path: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.tokens()
        let id = try #require(try await browser.server.user()?.id)
        var fields = ["take": "10", "include_totals": "false", "from": "x"]
        if path == "refresh-tokens" {
            fields.merge(["user_id": id, "client_id": "app", "fields": "id", "include_fields": "true"]) { $1 }
        }
        for (name, spoiling) in fields.keys.sorted().flatMap({ name in Spoiling.allCases.map { (name, $0) } }) {
            let query = spoiling.query(fields, name)
            let answer = try await browser.server.manage(
                .get, path.replacing("@", with: id.percentEncoded) + "?" + query)
            #expect(answer.fault(.operations) == nil, "\(name) \(spoiling)")
        }
    }

    /// Bodies with one member each, and what a good one is like.
    private static let members: [(HTTPRequest.Method, String, [String])] = [
        (.patch, "branding", ["colors", "logo_url", "favicon_url", "font", "unknown"]),
        (.post, "users/@/revoke-access", ["session_id", "preserve_refresh_tokens", "unknown"]),
        (
            .post, "clients/app/credentials",
            ["credential_type", "name", "pem", "alg", "parse_expiry_from_cert", "expires_at", "kid", "unknown"]
        ),
        (.patch, "clients/app/credentials/@", ["expires_at", "unknown"]),
    ]
    private static let values = [
        "1", "-1e999", "true", "null", "[]", "[[]]", "{}", "{\"primary\":1}", "{\"primary\":\"</style><script>\"}",
        "{\"url\":[]}", "\"\"", "\"\\u0000\"", "\"\(String(repeating: "x", count: 20_000))\"",
        "\"</textarea><script>\\\"'&w0\"", "\"javascript:alert(1)\"", "\"\\ud800\"", "nul", "\"9999-99-99T99:99:99Z\"",
        "\"-----BEGIN PUBLIC KEY-----\\nAAAA\\n-----END PUBLIC KEY-----\"",
    ]

    @Test(arguments: members.indices)
    func `takes no member that is none`(index: Int) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.tokens()
        let (method, path, names) = Self.members[index]
        let id = try #require(try await browser.server.user()?.id).percentEncoded
        for (name, value) in names.flatMap({ name in Self.values.map { (name, $0) } }) {
            let before = try await Standing(browser.server)
            let answer = try await send(
                browser.server, method, path.replacing("@", with: id), Array("{\"\(name)\":\(value)}".utf8))
            #expect(answer.fault(.operations) == nil, "\(name) \(value.prefix(40))")
            if answer.status >= 400 {
                #expect(try await Standing(browser.server) == before, "\(name) \(value.prefix(40))")
            } else {
                #expect(name != "unknown", "\(value.prefix(40))")
                // Whatever was stored, the page is drawn with it and holds no markup of it.
                #expect(try await browser.authorize(["prompt": "login"]).fault(.person) == nil, "\(name) \(value)")
            }
        }
    }

    @Test(arguments: members.indices)
    func `takes no text that is no JSON`(index: Int) async throws {
        let browser = Browser(try await .withBrowserLogin())
        _ = try await browser.tokens()
        let (method, path, _) = Self.members[index]
        let id = try #require(try await browser.server.user()?.id).percentEncoded
        let before = try await Standing(browser.server)
        let texts = [
            "{", "[]", "null", "\"x\"", "1", "{} x", "{\"a\":1,\"a\":2}", String(repeating: "[", count: 10_000),
            "{\"name\":\"" + String(repeating: "x", count: 300_000) + "\"}",
        ]
        for text in texts.map({ Array($0.utf8) }) + [
            [0xFF, 0xFE], Array("{\"name\":\"".utf8) + [0xFF] + Array("\"}".utf8),
        ] {
            for type in ["application/json", "text/html", "application/x-www-form-urlencoded", "multipart/form-data"] {
                let answer = try await send(browser.server, method, path.replacing("@", with: id), text, type: type)
                #expect(answer.fault(.operations) == nil)
                #expect(answer.status >= 400, "\(type) \(text.prefix(20))")
            }
        }
        #expect(try await Standing(browser.server) == before)
    }

    private func send(
        _ server: TestServer, _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8],
        type: String = "application/json"
    ) async throws -> TestAnswer {
        var headers = HTTPFields.bearer(try await server.managementToken())
        headers[.contentType] = type
        return try await server.send(method, "/api/v2/" + path, headers: headers, body: body)
    }
}
