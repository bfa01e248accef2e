import Identity
import Testing

@Suite struct `How pages look` {
    private func message(_ body: JSON) -> String? {
        do throws(ShapeProblem) {
            _ = try Branding.Patch(body)
            return nil
        } catch { return error.message }
    }

    @Test(
        arguments: [
            ["colors": ["primary": "#0059D6", "page_background": "#fff"]], ["colors": nil],
            ["colors": ["primary": nil]],
            [
                "colors": [
                    "page_background": ["type": "linear-gradient", "start": "#000", "end": "#ffffff", "angle_deg": 35]
                ]
            ],
            ["logo_url": "https://shop.example/logo.png?v=2"], ["logo_url": "https://[2001:db8::1]:8443/logo.png"],
            ["logo_url": "data:image/png;base64,iVBORw0KGgo="], ["logo_url": "data:image/svg+xml,%3Csvg/%3E"],
            ["favicon_url": "http://127.0.0.1:3000/icon.ico"], ["favicon_url": "http://localhost/icon.ico"],
            ["favicon_url": nil], ["font": ["url": "https://fonts.example/one.woff2"]], ["font": nil],
        ] as [JSON])
    func `may be told as Auth0 is told`(body: JSON) {
        #expect(message(body) == nil)
    }

    @Test(arguments: ["blue", "#12", "#12345", "#1234567", "#ggg", "123456", "#12 456", "", "#fff;}", "#１２３"])
    func `knows colors by their hexadecimal digits alone`(color: String) {
        #expect(message(["colors": ["primary": .string(color)]])?.contains("html-color") == true)
        #expect(message(["colors": ["page_background": .string(color)]])?.contains("html-color") == true)
    }

    @Test(arguments: [
        "http://shop.example/logo.png", "http://127.0.0.1.shop.example/x", "//shop.example/x", "/x",
        "javascript:alert(1)",
        "data:text/html,x", "data:image/png,a b", "https://", "https://user@shop.example/", "https://shop.example\\x",
        "https://shop.example/\"onload=", "https://a;script-src/x", "https://shop.example:port/", "https://[::1/x",
        "https://[nonsense]/x", "https://shop.example/\n", "https://shöp.example/",
    ])
    func `loads pictures from where nobody on the way can change them`(url: String) {
        #expect(message(["logo_url": .string(url)])?.contains("strict-https-uri") == true)
        #expect(message(["favicon_url": .string(url)])?.contains("strict-https-uri") == true)
    }

    @Test(
        arguments: [
            (["colors": [:]], "Too few properties defined (0), minimum 1"),
            (["font": [:]], "Too few properties defined (0), minimum 1"),
            (["colors": ["secondary": "#fff"]], "Additional properties not allowed: secondary"),
            (["colors": "#fff"], "Expected type object but found type string"),
            (["logo_url": ""], "String is too short (0 chars), minimum 1"),
            (
                ["logo_url": .string("data:image/png;base64," + String(repeating: "A", count: 16_384))],
                "String is too long"
            ),
        ] as [(JSON, String)])
    func `is refused in any other form`(body: JSON, complaint: String) {
        #expect(message(body)?.contains(complaint) == true)
    }

    @Test func `takes one color for a page's background and no gradient`() throws {
        let flat = try Branding.Patch(["colors": ["page_background": "#fafafa"]]).apply(to: Branding())
        let gradient = try Branding.Patch(["colors": ["page_background": ["start": "#000", "end": "#fff"]]]).apply(
            to: flat)
        #expect(flat.pageBackground == "#fafafa")
        #expect(gradient.pageBackground == nil)
        #expect(gradient.json["colors"]?.object?["page_background"] == ["start": "#000", "end": "#fff"])
    }

    @Test func `comes back from the store as it went in`() throws {
        let branding = try Branding.Patch([
            "colors": ["primary": "#123"], "logo_url": "https://a.example/", "favicon_url": "https://a.example/i",
        ]).apply(to: Branding())
        #expect(Branding(branding.json) == branding)
        #expect(branding.primaryColor == "#123")
        #expect(branding.logoURL == "https://a.example/")
        #expect(branding.faviconURL == "https://a.example/i")
    }
}
