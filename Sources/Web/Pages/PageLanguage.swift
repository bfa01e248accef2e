import Identity

/// A language of the pages: code (`en`, `ja`, `zh-Hant`), direction, texts.
struct PageLanguage: Sendable {
    let code: String
    let isRightToLeft: Bool
    /// The texts as they stand in the file, by name.
    let texts: [String: String]
    /// The same, ready for a page.
    let markup: [String: HTML]

    /// Every language there is, English first.
    static let all: [PageLanguage] = files.map { PageLanguage(code: $0, file: $1) }

    /// The language that has every text.
    static let english: PageLanguage = all[0]

    private static let files: [(code: String, file: [UInt8])] = [
        ("en", PackageResources.en_json),
        ("ja", PackageResources.ja_json),
        ("ar", PackageResources.ar_json),
        ("de", PackageResources.de_json),
        ("es", PackageResources.es_json),
        ("fr", PackageResources.fr_json),
        ("id", PackageResources.id_json),
        ("it", PackageResources.it_json),
        ("ko", PackageResources.ko_json),
        ("pt", PackageResources.pt_json),
        ("zh-Hans", PackageResources.zh_Hans_json),
        ("zh-Hant", PackageResources.zh_Hant_json),
    ]

    private static let rightToLeft = ["ar", "fa", "he", "ur"]

    private init(code: String, file: [UInt8]) {
        guard let members = try? JSON.parse(file), case .object(let texts) = members else {
            preconditionFailure("the texts of \(code) are not a JSON object")
        }
        self.code = code
        isRightToLeft = Self.rightToLeft.contains(code)
        self.texts = Dictionary(
            texts.compactMap { name, value in value.string.map { (name, $0) } }, uniquingKeysWith: { first, _ in first }
        )
        markup = self.texts.mapValues { HTML($0) }
    }

    /// A text without placeholders.
    func plain(_ name: String) -> HTML { markup[name] ?? HTML(name) }

    /// A text with its placeholders, `{name}`, filled in.
    func sentence(_ name: String, _ values: [String: HTML]) -> HTML {
        var result = ""
        var rest = Substring(texts[name] ?? name)
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
        {
            result += HTML(String(rest[..<open])).text
            result += values[String(rest[rest.utf8.index(after: open)..<close])]?.text ?? ""
            rest = rest[rest.utf8.index(after: close)...]
        }
        return HTML(markup: result + HTML(String(rest)).text)
    }

    /// A stretch of time in words, rounded up: `30 seconds`, `5 minutes`, `2 hours`.
    func time(_ duration: Duration) -> HTML {
        let (whole, fraction) = duration.components
        let seconds = max(1, Int(clamping: whole) &+ (fraction > 0 ? 1 : 0))
        let (count, unit) =
            switch seconds {
            case ..<100: (seconds, "second")
            case ..<6000: ((seconds + 59) / 60, "minute")
            default: ((seconds - 1) / 3600 + 1, "hour")
            }
        return sentence("time_\(unit)_\(count == 1 ? "one" : "other")", ["count": HTML(String(count))])
    }
}
