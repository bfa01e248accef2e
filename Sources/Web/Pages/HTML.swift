import Mustache

/// Text that may stand in HTML, as content or inside a quoted attribute.
///
/// It is made by escaping, or from words of ours. Templates show nothing else, so they use three braces everywhere. The
/// template library's own escaping is not enough: it replaces whole grapheme clusters, so a quotation mark followed by a
/// combining accent would pass as it is and end the attribute.
struct HTML: Sendable, Equatable {
    let text: String

    /// Markup of ours. Never for a value that came from outside.
    init(markup text: String) { self.text = text }

    /// Any text at all.
    init(_ text: String) {
        guard text.utf8.contains(where: Self.isSpecial) else {
            self.text = text
            return
        }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            case 0: escaped += "\u{FFFD}".utf8
            default: escaped.append(byte)
            }
        }
        self.text = String(decoding: escaped, as: UTF8.self)
    }

    /// Any text, kept apart from the direction of the sentence around it.
    static func isolated(_ text: String) -> HTML { HTML(markup: "<bdi>\(HTML(text).text)</bdi>") }

    /// A number, a code or an address: always from left to right, never broken over lines.
    static func leftToRight(_ text: String) -> HTML {
        HTML(markup: "<bdi dir=\"ltr\" class=\"figure\">\(HTML(text).text)</bdi>")
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0: true
        default: false
        }
    }
}

extension HTML: MustacheCustomRenderable, MustacheParent {
    var renderText: String { text }
    /// An empty text closes its section.
    var isNull: Bool { text.isEmpty }
    func child(named: String) -> Any? { nil }
}
