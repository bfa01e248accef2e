import Foundation
import Hummingbird
import Testing

@testable import Web

@Suite struct `A file of the pages` {
    @Test(arguments: [0, 1])
    func `is there under the name that the page gives, for a year`(page: Int) async throws {
        let pages = try PageSamples.pages()
        let names = Self.assets(try await PageSamples.everyPage()[page].html())
        #expect(names.count == 3 + page)
        for name in names {
            let file = try #require(pages.asset(name))
            #expect(file.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(file.headers[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test(arguments: ["page.css", "page-00000000.css", "form.js", "en.json", "identifier.mustache", "/etc/passwd"])
    func `is not there under any other name`(name: String) throws {
        #expect(try PageSamples.pages().asset(name)?.status == nil)
    }

    @Test(arguments: PageLanguage.all)
    func `leaves a page with every country under 40 KB, all in`(language: PageLanguage) async throws {
        let regions = Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 }
        let pages = try Pages(countries: regions.map { PageCountry(region: $0, callingCode: 999) })
        let html = try await pages.identifier(
            PageSamples.identifier(), PageSamples.look(language), formAction: nil
        ).html()
        var size = html.utf8.count
        for name in Self.assets(html) { size += try await pages.asset(name)?.content().readableBytes ?? 0 }
        #expect(regions.count > 200)
        #expect(size < 40_000)
    }

    private static func assets(_ html: String) -> [String] {
        html.components(separatedBy: "\"/u/assets/").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }
}
