import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `Each header of a request` {
    private static let names = [
        "accept-language", "authorization", "auth0-client", "auth0-forwarded-for", "cookie", "dpop", "origin",
        "user-agent", "x-forwarded-for", "x-request-language", "content-length", "accept", "host",
    ]
    private static let values = [
        "", " ", Spoiling.markup, String(repeating: "x", count: 10_000), "é\u{202e}", "%00%0d%0a", "Bearer \"'><x>",
        "Basic %%%", "DPoP a.b.c", "-1", "99999999999999999999", "__Host-watchword_session=" + Spoiling.markup,
    ]

    @Test(arguments: Door.pages + Door.programs)
    func `may be anything`(door: Door) async throws {
        let server = try await TestServer.withBrowserLogin()
        for (name, value) in Self.names.flatMap({ name in Self.values.map { (name, $0) } }) {
            let form = door.method == .post ? Array("state=x&client_id=app".utf8) : nil
            var headers = HTTPFields.one(name, value)
            headers[.contentType] = "application/x-www-form-urlencoded"
            let answer = try await server.send(door.method, door.path, headers: headers, body: form)
            #expect(answer.isSentence || answer.fault(door.reader) == nil, "\(name) \(value.prefix(40))")
        }
    }

    @Test func `may be anything where no page is shown`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let token = try await browser.tokens().accessToken ?? ""
        for (name, value) in Self.names.flatMap({ name in Self.values.map { (name, $0) } }) {
            for path in ["/userinfo", "/user/geoloc/country", "/client/app.js"] {
                var headers = HTTPFields.bearer(token)
                if let name = HTTPField.Name(name) { headers[name] = value }
                let answer = try await browser.server.send(.get, path, headers: headers)
                #expect(answer.isSentence || answer.fault(.program) == nil, "\(path) \(name) \(value.prefix(40))")
            }
        }
    }
}

extension TestAnswer {
    /// The refusal of an origin, which is no JSON (contract section 2).
    fileprivate var isSentence: Bool {
        status == 403 && headers[.contentType] == "text/plain; charset=utf-8" && text.hasPrefix("Origin ")
    }
}
