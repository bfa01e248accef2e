/// Validated colours; what is not a hex colour (`#rgb`, `#rrggbb`) is ignored and the default stands.
struct BrandColors: Sendable, Equatable {
    let primary: Color
    let pageBackground: Color

    init(primary: String?, pageBackground: String?) {
        self.primary = primary.flatMap { Self.color($0) } ?? Self.standardPrimary
        self.pageBackground = pageBackground.flatMap { Self.color($0) } ?? Self.standardBackground
    }

    /// The name of the style sheet that carries them. Its rules are raised in number when they change, because browsers
    /// keep it for a year.
    var styleSheetName: String { "brand-\(primary.hex)-\(pageBackground.hex)-\(Self.rules).css" }

    /// The colours of a style sheet's name; nil for any other name.
    init?(styleSheetName name: String) {
        let parts = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
        guard parts.count == 4, parts[0] == "brand", parts[3] == "\(Self.rules).css",
            let primary = Color(parts[1]), let background = Color(parts[2]),
            primary.hex == parts[1], background.hex == parts[2]
        else { return nil }
        self.primary = primary
        pageBackground = background
    }

    /// The style sheet. Whatever the brand chose, text keeps a contrast of 4.5 and edges one of 3 (WCAG 2.2, 1.4.3 and
    /// 1.4.11): the button's text is black or white; a button too close to the card gets an edge, and links and focus rings
    /// that could not be seen move towards the colour of the text, where they end if nothing less will do.
    var styleSheet: String {
        ":root{\(variables(on: .light))}\n@media(prefers-color-scheme:dark){:root{\(variables(on: .dark))}}\n"
    }

    private func variables(on ground: Ground) -> String {
        let page = ground.page(for: pageBackground)
        let visible = primary.towards(ground.text, until: 3, on: ground.card)
        let readable = primary.towards(ground.text, until: 4.5, on: ground.card)
        return [
            "--primary:\(primary.css)", "--on-primary:\(primary.ink.css)", "--edge:\(visible.css)",
            "--link:\(readable.css)", "--focus:\(visible.css)", "--page:\(page.css)", "--on-page:\(page.ink.css)",
        ].joined(separator: ";")
    }

    private static let rules = 1
    private static let standardPrimary = Color(red: 0x1F, green: 0x5F, blue: 0xC4)
    private static let standardBackground = Color(red: 0xEE, green: 0xF1, blue: 0xF5)

    /// Only with the sign, as the Management API takes them.
    private static func color(_ text: String) -> Color? { text.utf8.first == UInt8(ascii: "#") ? Color(text) : nil }
}

/// The card and its text in either mode, as `page.css` has them.
private enum Ground {
    case light, dark

    var card: Color {
        switch self {
        case .light: .white
        case .dark: Color(red: 0x1C, green: 0x1F, blue: 0x26)
        }
    }

    var text: Color {
        switch self {
        case .light: Color(red: 0x16, green: 0x1A, blue: 0x22)
        case .dark: Color(red: 0xF2, green: 0xF4, blue: 0xF7)
        }
    }

    /// The brand's own background; in the dark only one that is dark itself.
    func page(for chosen: Color) -> Color {
        switch self {
        case .light: chosen
        case .dark: chosen.luminance < 0.05 ? chosen : Color(red: 0x0E, green: 0x10, blue: 0x14)
        }
    }
}
