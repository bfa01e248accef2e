/// Which country's numbers a browser's person most likely has, by the languages it asks for. A proposal, no more: the person
/// chooses.
package enum CountryGuess {
    /// Longer headers are not read: browsers send well under 100 bytes.
    private static let maximumLength = 256

    /// The region of the most wanted language (`Accept-Language`, RFC 9110 section 12.5.4) that is among those known: the one it
    /// names (`pt-BR`), else the one where most who read it live (`ja`: JP). Nil when nothing is known.
    package static func region(acceptLanguage: String?, among known: Set<String>) -> String? {
        guard let header = acceptLanguage, header.utf8.count <= maximumLength else { return nil }
        // A quality is a number of its own and the space around it means nothing, so neither needs its place kept.
        let bytes = header.utf8.filter { $0 != 0x20 && $0 != 0x09 }
        var best: (region: String, quality: Double)?
        for item in bytes.split(separator: UInt8(ascii: ",")) {
            let parts = item.split(separator: UInt8(ascii: ";"))
            guard let tag = parts.first, let quality = quality(parts.dropFirst()), quality > best?.quality ?? 0,
                let region = region(tag), known.contains(region)
            else { continue }
            best = (region, quality)
        }
        return best?.region
    }

    /// The value of `q`, 1 where there is none; nil where it is no quality.
    private static func quality(_ parameters: ArraySlice<ArraySlice<UInt8>>) -> Double? {
        guard let parameter = parameters.first else { return 1 }
        guard parameters.count == 1, parameter.starts(with: "q=".utf8) || parameter.starts(with: "Q=".utf8) else {
            return nil
        }
        guard let value = Double(String(decoding: parameter.dropFirst(2), as: UTF8.self)), (0...1).contains(value)
        else {
            return nil
        }
        return value
    }

    /// The region of a language tag (RFC 5646): language, perhaps a script of four letters, perhaps a region.
    private static func region(_ tag: ArraySlice<UInt8>) -> String? {
        var subtags = tag.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self).lowercased()
        }[...]
        guard subtags.allSatisfy({ (1...8).contains($0.utf8.count) }), let language = subtags.popFirst(),
            language.utf8.count > 1
        else { return nil }
        var script: String?
        if subtags.first?.utf8.count == 4 { script = subtags.popFirst() }
        if let region = subtags.first, region.utf8.count == 2 { return region.uppercased() }
        // Latin America as a whole, which is no country.
        if language == "es", subtags.first == "419" { return "MX" }
        if language == "zh", script == "hant" { return "TW" }
        return likely[language]
    }

    /// Where most readers of a language live, by Unicode's likely subtags.
    private static let likely = [
        "am": "ET", "ar": "EG", "az": "AZ", "be": "BY", "bg": "BG", "bn": "BD", "bs": "BA", "ca": "ES", "cs": "CZ",
        "cy": "GB", "da": "DK", "de": "DE", "el": "GR", "en": "US", "es": "ES", "et": "EE", "eu": "ES", "fa": "IR",
        "fi": "FI", "fil": "PH", "fr": "FR", "ga": "IE", "gl": "ES", "gu": "IN", "he": "IL", "hi": "IN", "hr": "HR",
        "hu": "HU", "hy": "AM", "id": "ID", "is": "IS", "it": "IT", "ja": "JP", "ka": "GE", "kk": "KZ", "km": "KH",
        "kn": "IN", "ko": "KR", "lo": "LA", "lt": "LT", "lv": "LV", "mk": "MK", "ml": "IN", "mn": "MN", "mr": "IN",
        "ms": "MY", "my": "MM", "nb": "NO", "ne": "NP", "nl": "NL", "nn": "NO", "no": "NO", "pa": "IN", "pl": "PL",
        "pt": "BR", "ro": "RO", "ru": "RU", "si": "LK", "sk": "SK", "sl": "SI", "so": "SO", "sq": "AL", "sr": "RS",
        "sv": "SE", "sw": "TZ", "ta": "IN", "te": "IN", "th": "TH", "tl": "PH", "tr": "TR", "uk": "UA", "ur": "PK",
        "uz": "UZ", "vi": "VN", "zh": "CN",
    ]
}
