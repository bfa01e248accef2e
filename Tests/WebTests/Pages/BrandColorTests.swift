import Testing

@testable import Web

@Suite struct `A brand colour` {
    @Test(arguments: [("#1fc", "11ffcc"), ("#A0b1C2", "a0b1c2")])
    func `is three or six hex digits`(text: String, hex: String) {
        #expect(BrandColors(primary: text, pageBackground: nil).primary.hex == hex)
    }

    @Test(arguments: ["", "#", "red", "#12", "#12345", "#1234567", "#12345g", "123456", "#fff;}", "#１２３"])
    func `that is anything else leaves the default`(text: String) {
        #expect(BrandColors(primary: text, pageBackground: text) == BrandColors(primary: nil, pageBackground: nil))
    }

    @Test(arguments: BrandColorTests.samples)
    func `leaves the button readable`(hex: String) throws {
        let color = try #require(Color(hex))
        #expect(color.contrast(with: color.ink) >= 4.5)
    }

    @Test(arguments: BrandColorTests.samples, [(Color.white, "161a22"), (BrandColorTests.darkCard, "f2f4f7")])
    func `leaves links readable on the card`(hex: String, mode: (card: Color, ink: String)) throws {
        let (color, ink) = (try #require(Color(hex)), try #require(Color(mode.ink)))
        #expect(color.towards(ink, until: 4.5, on: mode.card).contrast(with: mode.card) >= 4.5)
    }

    @Test func `that can be seen stays what it is`() throws {
        let blue = try #require(Color("1f5fc4"))
        #expect(blue.towards(.black, until: 4.5, on: .white) == blue)
    }

    @Test func `comes in a style sheet of its own name`() async throws {
        let colors = BrandColors(primary: "#ff0000", pageBackground: "#ffffff")
        let sheet = try #require(try PageSamples.pages().asset(colors.styleSheetName))
        #expect(sheet.headers[.contentType] == "text/css; charset=utf-8")
        #expect(try await sheet.html().holds("--primary:#ff0000"))
    }

    @Test(
        arguments: [
            "brand-ff0000-ffffff.css", "brand-ff0000-fffff-1.css", "brand-FF0000-ffffff-1.css", "brand-f00-fff-1.css",
            "brand-ff0000-ffffff-2.css", "brand-ff0000-ffffff-1.css;", "brand-#ff0000-ffffff-1.css", "brand", "",
            "../page.css", "brand-ff0000-ffffff-1-1.css",
        ])
    func `has no style sheet of another name`(name: String) throws {
        #expect(try PageSamples.pages().asset(name)?.status == nil)
    }
}

/// What the tests of colours are about.
enum BrandColorTests {
    static let darkCard = Color(red: 0x1C, green: 0x1F, blue: 0x26)
    static let samples = [
        "000000", "ffffff", "808080", "777777", "ff0000", "00ff00", "0000ff", "ffee00", "1f5fc4", "c2410c", "7a1fa2",
        "1c1f26", "fafafa",
    ]
}
