/// What a person typed as a phone number, down to what counts: its digits, and whether a plus stands before them.
///
/// People paste numbers out of address books, cards and `tel:` links, with digits of their own script and with marks that
/// nobody sees. Letters make it something else: a name, an extension, a word on a keypad.
package struct TypedPhone: Sendable, Equatable {
    /// Whether it begins with `+`, so that the country's calling code follows.
    package let isInternational: Bool
    /// 1 to 24 of 0…9: a number has at most 15, and some more may say how to dial out of a country.
    package let digits: String

    /// The most characters that are looked at; a card's number has half as many.
    private static let maximumLength = 64
    private static let maximumDigits = 24

    /// Nil where the text holds no number, or more than one could be.
    package init?(_ typed: String) {
        // A character takes at most 4 bytes.
        guard typed.utf8.count <= TypedPhone.maximumLength * 4 else { return nil }
        var scalars = typed.unicodeScalars[...]
        guard scalars.count <= TypedPhone.maximumLength else { return nil }
        scalars = TypedPhone.withoutScheme(scalars)
        var digits = ""
        var isInternational = false
        for scalar in scalars {
            if let digit = TypedPhone.digit(scalar) {
                digits.append(digit)
            } else if "+\u{FF0B}\u{FE62}".unicodeScalars.contains(scalar) {
                guard digits.isEmpty, !isInternational else { return nil }
                isInternational = true
            } else if !TypedPhone.isSeparator(scalar) {
                return nil
            }
        }
        guard (1...TypedPhone.maximumDigits).contains(digits.utf8.count) else { return nil }
        self.isInternational = isInternational
        self.digits = digits
    }

    /// The digits, with the plus where there is one.
    package var text: String { isInternational ? "+" + digits : digits }

    /// `tel:` and the parameters after a semicolon (RFC 3966), taken away.
    private static func withoutScheme(_ scalars: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        let text = Substring(scalars.drop { $0.properties.isWhitespace })
        guard text.prefix(4).lowercased() == "tel:" else { return scalars }
        return text.unicodeScalars.dropFirst(4).prefix { $0 != ";" }
    }

    /// The digit that a character of any script stands for.
    private static func digit(_ scalar: Unicode.Scalar) -> Character? {
        let properties = scalar.properties
        guard properties.numericType == .decimal, let value = properties.numericValue, (0...9).contains(value) else {
            return nil
        }
        return Character(Unicode.Scalar(UInt8(ascii: "0") + UInt8(value)))
    }

    /// What stands between digits: spaces, dashes, brackets, dots, slashes, and the marks of writing direction.
    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .dashPunctuation, .openPunctuation, .closePunctuation, .format: true
        // Among them the long vowel mark and the middle dot, which Japanese keyboards give for a dash and a dot.
        default:
            "\t\r\n./~\u{2212}\u{30FC}\u{FF70}\u{00B7}\u{30FB}\u{FF65}\u{FF0E}\u{FF0F}\u{FF5E}".unicodeScalars.contains(
                scalar)
        }
    }
}
