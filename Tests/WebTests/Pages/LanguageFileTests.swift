import Testing

@testable import Web

@Suite struct `A language of the pages` {
    @Test(arguments: PageLanguage.all)
    func `has every text that English has, and no other`(language: PageLanguage) {
        #expect(Set(language.texts.keys) == Set(PageLanguage.english.texts.keys))
    }

    @Test(arguments: PageLanguage.all)
    func `has the same placeholders as English`(language: PageLanguage) {
        for (name, text) in PageLanguage.english.texts {
            #expect(Self.placeholders(language.texts[name] ?? "") == Self.placeholders(text), "\(name)")
        }
    }

    @Test(arguments: PageLanguage.all)
    func `leaves no text empty`(language: PageLanguage) {
        #expect(language.texts.values.allSatisfy { !$0.isEmpty })
    }

    @Test(arguments: PageLanguage.all)
    func `fills every page, in its own direction`(language: PageLanguage) async throws {
        for answer in try PageSamples.everyPage(language: language).dropLast() {
            let html = try await answer.html()
            #expect(html.holds("<html lang=\"\(language.code)\" dir=\"\(language.isRightToLeft ? "rtl" : "ltr")\">"))
            #expect(!html.holds("_lead"))
            #expect(!html.holds("_title"))
        }
    }

    @Test(arguments: PageLanguage.all)
    func `has a name for every country`(language: PageLanguage) {
        let options = CountryOptions(PageSamples.countries, in: language).html(selected: "JP").text
        #expect(!options.holds(">JP "))
        #expect(!options.holds(">DE "))
    }

    @Test func `stands from right to left where it is written so`() {
        #expect(PageLanguage.all.filter(\.isRightToLeft).map(\.code) == ["ar"])
    }

    @Test(
        arguments: [
            (Duration.milliseconds(200), "1 second"), (.seconds(30), "30 seconds"),
            (.milliseconds(30_001), "31 seconds"),
            (.seconds(100), "2 minutes"), (.seconds(3600), "60 minutes"), (.seconds(7200), "2 hours"),
            (.seconds(7201), "3 hours"), (.zero, "1 second"),
        ])
    func `says how long, rounded up`(duration: Duration, words: String) {
        #expect(PageLanguage.english.time(duration).text == words)
    }

    private static func placeholders(_ text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { String($0.prefix { $0 != "}" }) }
            .sorted()
    }
}
