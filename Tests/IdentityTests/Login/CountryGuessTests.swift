import Identity
import Testing

@Suite struct `The country of a browser's languages` {
    private func region(
        _ header: String?,
        among known: Set<String> = ["BR", "CN", "DE", "EG", "GB", "HK", "JP", "KR", "MX", "RS", "TW", "US"]
    ) -> String? {
        CountryGuess.region(acceptLanguage: header, among: known)
    }

    @Test(
        arguments: [
            ("ja-JP", "JP"), ("JA-jp", "JP"), ("pt-BR,pt;q=0.9,en-US;q=0.8", "BR"), ("en-GB,en;q=0.5", "GB"),
            ("zh-Hant-HK", "HK"), ("sr-Latn-RS", "RS"), ("de-DE-1996", "DE"),
        ])
    func `is the one that a language names`(header: String, region: String) {
        #expect(self.region(header) == region)
    }

    @Test(
        arguments: [
            ("ja", "JP"), ("en", "US"), ("ar", "EG"), ("pt", "BR"), ("zh", "CN"), ("zh-Hant", "TW"), ("zh-Hans", "CN"),
            ("ko;q=0.7", "KR"), ("es-419", "MX"),
        ])
    func `is the likely one where a language names none`(header: String, region: String) {
        #expect(self.region(header) == region)
    }

    @Test(
        arguments: [
            ("en;q=0.5, ja;q=0.9", "JP"), ("en ; q=0.5,\tde ; q=0.8", "DE"), ("ja;q=0,en;q=0.1", "US"),
            ("*,ja;q=0.5", "JP"), ("eo,ja;q=0.5", "JP"), ("fr-CA,de;q=0.5", "DE"), ("ja,de", "JP"),
        ])
    func `belongs to the most wanted language whose country is known`(header: String, region: String) {
        #expect(self.region(header) == region)
    }

    @Test(arguments: [
        nil, "", ",,,", "*", "x", "-", "-JP", "ja-", "ja;q=2", "ja;q=-1", "ja;q=nan", "ja;q=", "ja;x", "ja;q=1;q=1",
        "日本語",
        "ja-JP-" + String(repeating: "x", count: 256), String(repeating: "ja,", count: 100),
    ])
    func `is unknown where the header says nothing or too much`(header: String?) {
        #expect(region(header) == nil)
    }

    @Test func `is none that numbers cannot be dialled in`() {
        #expect(region("ja-JP,en", among: ["DE"]) == nil)
    }
}
