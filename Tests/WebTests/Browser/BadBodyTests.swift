import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `Each member of a body` {
    /// In the place of a text. The last three are no JSON, or none that can be text.
    private static let values = [
        "1", "-0.5e300", "1e999", "true", "null", "[]", "[\"x\"]", "{}", "{\"a\":{}}", "\"\"", "\"\\u0000\"",
        "\"\\u0001\\r\\nSet-Cookie: x=y\"", "\"\(String(repeating: "x", count: 10_000))\"",
        "\"</textarea><script>\\\"'&w0\"", "\"\\u202e\\ufeff\"", "\"\\ud800\"", "\"a\nb\"", "nul",
    ]

    @Test(arguments: BodyDoor.all)
    func `is taken where it is good`(door: BodyDoor) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let body = JSON.object(try await door.members(browser)).serialized()
        #expect(try await door.send(body, by: browser).isRefusal == false)
    }

    @Test(arguments: BodyDoor.all)
    func `may be of another type, and is refused in order or passed over`(door: BodyDoor) async throws {
        var (browser, members) = try await prepare(door)
        for (name, value) in members.keys.flatMap({ name in Self.values.map { (name, $0) } }) {
            var spoiled = members
            spoiled[name] = "SPOILED"
            let body = JSON.object(spoiled).text.replacing("\"SPOILED\"", with: value)
            let before = try await Standing(browser.server)
            let answer = try await door.send(Array(body.utf8), by: browser)
            #expect(answer.fault(door.reader) == nil, "\(name) \(value.prefix(40))")
            let after = try await Standing(browser.server)
            if answer.isRefusal { #expect(after == before, "\(name) \(value.prefix(40))") }
            if after != before { (browser, members) = try await prepare(door) }
        }
    }

    @Test(arguments: BodyDoor.all)
    func `that comes twice is refused`(door: BodyDoor) async throws {
        let (browser, members) = try await prepare(door)
        let text = JSON.object(members).text
        for name in members.keys {
            let answer = try await door.send(Array("{\"\(name)\":\"x\",\(text.dropFirst())".utf8), by: browser)
            #expect(answer.fault(door.reader) == nil, "\(name)")
            #expect(answer.isRefusal, "\(name)")
        }
    }

    private func prepare(_ door: BodyDoor) async throws -> (browser: Browser, members: JSONObject) {
        let browser = Browser(try await .withBrowserLogin())
        return (browser, try await door.members(browser))
    }
}

@Suite struct `A body that is none` {
    private static let texts = [
        "", "{", "{}", "[]", "null", "\"text\"", "123", "{\"client_id\":\"app\"} x", "client_id=app&client_id=app",
        "client_id=%", "client_id=%FF", "<script>\"'&w0", String(repeating: "[", count: 10_000),
        String(repeating: "{\"a\":", count: 3_000), "{\"\u{0}\":1}", "{\"client_id\":\"" + pad(20_000) + "\"}",
        "client_id=" + pad(40_000), "\u{feff}{}",
    ]
    private static let notUTF8: [[UInt8]] = [
        [0xFF, 0xFE, 0x00], Array("{\"client_id\":\"".utf8) + [0xFF, 0xC0] + Array("\"}".utf8),
        Array("client_id=".utf8) + [0xFF, 0xC0],
    ]
    private static let bodies: [[UInt8]] = texts.map { Array($0.utf8) } + notUTF8

    private static func pad(_ count: Int) -> String { String(repeating: "x", count: count) }

    private static let types = [
        nil, "", "application/json", "application/json; charset=utf-16", "application/x-www-form-urlencoded",
        "text/plain",
        "text/html", "multipart/form-data; boundary=x", "<script>\"'&w0", String(repeating: "x", count: 10_000),
    ]

    private static let paths =
        BodyDoor.all.map { ($0.path, $0.reader) }
        + Door.pages.filter { $0.method == .post }.map { ($0.path, $0.reader) } + [("/userinfo", .program)]

    @Test(arguments: paths.indices)
    func `is refused in order, whatever it says it is`(index: Int) async throws {
        let (path, reader) = Self.paths[index]
        let server = try await TestServer.withBrowserLogin()
        let before = try await Standing(server)
        for (type, body) in Self.types.flatMap({ type in Self.bodies.map { (type, $0) } }) {
            var headers = HTTPFields()
            headers[.contentType] = type
            let answer = try await server.send(.post, path, headers: headers, body: body)
            #expect(answer.fault(reader) == nil, "\(type ?? "") \(body.prefix(40))")
            #expect(answer.isRefusal || path == "/oidc/logout", "\(type ?? "") \(body.prefix(40))")
        }
        #expect(try await Standing(server) == before)
    }
}
