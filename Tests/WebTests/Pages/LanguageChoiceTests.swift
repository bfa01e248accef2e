import Testing

@testable import Web

@Suite struct `The language of a page` {
    @Test(
        arguments: [
            ("ja", "ja"), ("ja-JP", "ja"), ("JA_jp", "ja"), ("xx fr", "fr"), ("zh", "zh-Hans"), ("zh-TW", "zh-Hant"),
            ("zh-Hant-HK", "zh-Hant"), ("zh-Hans-HK", "zh-Hans"), ("zh-MO", "zh-Hant"), ("pt-BR", "pt"), ("in", "id"),
            ("", "en"), ("xx", "en"), ("../ja", "en"), ("*", "en"),
        ])
    func `is the first of ui_locales that there is`(locales: String, code: String) {
        #expect(PageLanguage.choose(uiLocales: locales, acceptLanguage: nil, enabled: nil).code == code)
    }

    @Test(
        arguments: [
            ("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("en;q=0.1, de;q=0.9", "de"), ("xx,ko;q=0.5,ja;q=0.5", "ko"),
            ("ja;q=0, es", "es"), ("de ; q=0.3 , it ; q=0.4", "it"), ("ja;q=wrong, ar;q=0.1", "ar"), (";;,,;q", "en"),
        ])
    func `is what the browser likes best`(header: String, code: String) {
        #expect(PageLanguage.choose(uiLocales: nil, acceptLanguage: header, enabled: nil).code == code)
    }

    @Test func `is asked of ui_locales before the browser`() {
        #expect(PageLanguage.choose(uiLocales: "ja", acceptLanguage: "fr", enabled: nil).code == "ja")
    }

    @Test func `is the browser's when ui_locales names none that there is`() {
        #expect(PageLanguage.choose(uiLocales: "xx", acceptLanguage: "fr", enabled: nil).code == "fr")
    }

    @Test(
        arguments: [
            (["ja", "en"], "fr", "ja"), (["fr-FR", "ja"], "ja", "ja"), (["xx", "de"], "fr", "de"), (["xx"], "fr", "en"),
            ([], "fr", "en"), (["pt-BR"], "pt-PT", "pt"),
        ])
    func `is one of the tenant's`(enabled: [String], wanted: String, code: String) {
        #expect(PageLanguage.choose(uiLocales: wanted, acceptLanguage: nil, enabled: enabled).code == code)
    }

    @Test func `is found among very many`() {
        let list = String(repeating: "xx,", count: 20_000) + "ja"
        #expect(PageLanguage.choose(uiLocales: nil, acceptLanguage: list, enabled: nil).code == "en")
    }
}
