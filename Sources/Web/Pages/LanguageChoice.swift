extension PageLanguage {
    /// The language for a browser: the first match of `ui_locales` (in its order), then of `Accept-Language` (by q), among
    /// the tenant's enabled locales, nil = all; else the first of these; else English.
    static func choose(uiLocales: String?, acceptLanguage: String?, enabled: [String]?) -> PageLanguage {
        let offered = enabled.map { $0.compactMap { tag in find(tag[...], in: all) } } ?? all
        for tag in tags(uiLocales) + accepted(acceptLanguage) {
            if let language = find(tag, in: offered) { return language }
        }
        return offered.first ?? english
    }

    /// More tags than any browser sends are not looked at.
    private static let mostTags = 50

    private static func tags(_ list: String?) -> [Substring] {
        guard let list else { return [] }
        return list.utf8.split(separator: UInt8(ascii: " "), maxSplits: mostTags).prefix(mostTags).map { Substring($0) }
    }

    /// RFC 9110 section 12.5.4; a weight that cannot be read counts as 0.
    private static func accepted(_ header: String?) -> [Substring] {
        guard let header else { return [] }
        let ranges = header.utf8.split(separator: UInt8(ascii: ","), maxSplits: mostTags).prefix(mostTags)
        let weighted = ranges.compactMap { range -> (tag: Substring, weight: Double)? in
            let parts = range.split(separator: UInt8(ascii: ";"))
            guard let tag = parts.first.map({ trimmed(Substring($0)) }) else { return nil }
            guard let parameter = parts.dropFirst().first.map({ trimmed(Substring($0)) }) else { return (tag, 1) }
            guard parameter.utf8.starts(with: "q=".utf8) else { return nil }
            return (tag, Double(parameter.dropFirst(2)) ?? 0)
        }
        return weighted.enumerated().filter { $0.element.weight > 0 }
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element.tag)
    }

    private static func find(_ tag: Substring, in offered: [PageLanguage]) -> PageLanguage? {
        let code = fileCode(tag)
        return offered.first { $0.code == code }
    }

    /// The name of our file for a language tag (RFC 5646): the language alone, and for Chinese the script, which may be
    /// written or follow from the region.
    private static func fileCode(_ tag: Substring) -> String {
        let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
        guard let language = parts.first else { return "" }
        switch language {
        case "zh":
            let traditional =
                parts.contains("hant") || (!parts.contains("hans") && parts.contains(where: isTraditional))
            return traditional ? "zh-Hant" : "zh-Hans"
        case "in": return "id"
        default: return String(language)
        }
    }

    private static func isTraditional(_ region: Substring) -> Bool {
        region == "tw" || region == "hk" || region == "mo"
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.utf8.firstIndex { $0 != 32 && $0 != 9 } ?? text.endIndex
        let end = text.utf8.lastIndex { $0 != 32 && $0 != 9 }.map { text.utf8.index(after: $0) } ?? start
        return text[start..<end]
    }
}
