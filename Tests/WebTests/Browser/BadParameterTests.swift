import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `Each parameter of a door` {
    @Test(arguments: Door.pages + Door.programs)
    func `is taken where it is good`(door: Door) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let fields = try await door.fields(browser)
        let answer = try await door.send(Browser.form(fields), by: browser)
        #expect(!answer.isRefusal, "\(answer.status) \(answer.location ?? "") \(answer.text)")
    }

    @Test(arguments: Door.pages + Door.programs, Spoiling.allCases)
    func `may come spoiled, and is refused in order or passed over`(door: Door, spoiling: Spoiling) async throws {
        var (browser, fields) = try await prepare(door)
        for name in fields.keys.sorted() {
            let before = try await Standing(browser.server)
            let answer = try await door.send(spoiling.query(fields, name), by: browser)
            #expect(answer.fault(door.reader) == nil, "\(name)")
            if spoiling.isAlwaysRefused || spoiling == .isLong && !door.passesOver.contains(name) {
                #expect(answer.isRefusal, "\(name)")
            }
            let after = try await Standing(browser.server)
            if answer.isRefusal { #expect(after == before, "\(name)") }
            if after != before { (browser, fields) = try await prepare(door) }
        }
    }

    private func prepare(_ door: Door) async throws -> (browser: Browser, fields: [String: String]) {
        let browser = Browser(try await .withBrowserLogin())
        return (browser, try await door.fields(browser))
    }

    // More parameters than anyone has, and names that are none.
    @Test(arguments: Door.pages + Door.programs)
    func `is found among none that make no sense`(door: Door) async throws {
        let (browser, _) = try await prepare(door)
        let queries = [
            "", "&", "=", "=&=", "&&&", "%", "a", (0..<200).map { "p\($0)=1" }.joined(separator: "&"),
            "%00=1", "%FF=1", "__proto__=1&constructor=2", Spoiling.markup.percentEncoded + "=1",
            Spoiling.markup.percentEncoded + "=1&" + Spoiling.markup.percentEncoded + "=2",
            String(repeating: "a=1&", count: 10_000), String(repeating: "x", count: 40_000),
        ]
        for query in queries {
            let answer = try await door.send(query, by: browser)
            #expect(answer.fault(door.reader) == nil, "\(query.prefix(40))")
        }
    }
}
