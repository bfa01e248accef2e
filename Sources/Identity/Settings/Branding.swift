/// How the tenant's pages look: the object of `/branding` (contract section 8.8). What nobody set is missing.
package struct Branding: Sendable, Equatable {
    /// The object as it is answered and stored.
    package private(set) var json: JSONObject

    package init() { json = [:] }
    /// Reads what `json` writes.
    package init(_ stored: JSONObject) { json = stored }

    /// `colors.primary`: buttons and links, as `#rgb` or `#rrggbb`.
    package var primaryColor: String? { color("primary") }
    /// `colors.page_background` where it is one colour, as `#rgb` or `#rrggbb`; gradients have no effect.
    package var pageBackground: String? { color("page_background") }
    /// An https URL, an http one on this machine, or a `data:image/` URL.
    package var logoURL: String? { json["logo_url"]?.string }
    /// As `logoURL`.
    package var faviconURL: String? { json["favicon_url"]?.string }

    private func color(_ name: String) -> String? { json["colors"]?.object?[name]?.string }

    /// A checked change: members that it does not name stay, those inside `colors` and `font` too; null takes a member away.
    package struct Patch: Sendable {
        private let members: JSONObject

        /// Checks the body of `PATCH /branding`.
        package init(_ body: JSON) throws(ShapeProblem) {
            members = try shape.check(body)
            for (path, object) in [
                ("", members), ("colors", members["colors"]?.object), ("font", members["font"]?.object),
            ] where object?.isEmpty == true {
                throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: path, description: "")
            }
        }

        /// The branding with the change made.
        package func apply(to branding: Branding) -> Branding {
            var changed = branding.json
            for (name, value) in members {
                guard case .object(let change) = value else {
                    changed.change(name, to: value)
                    continue
                }
                var object = changed[name]?.object ?? [:]
                for (name, value) in change { object.change(name, to: value) }
                changed[name] = object.isEmpty ? nil : .some(.object(object))
            }
            return Branding(changed)
        }
    }

    private static let shape = ObjectShape([
        "colors": .init(
            .nullable(
                .object(
                    ObjectShape([
                        "primary": .init(.nullable(color), "Accent color"),
                        "page_background": .init(
                            .nullable(.either(.object(gradient), color)), "Page background color or gradient"),
                    ]))), "Custom color settings"),
        "favicon_url": .init(.nullable(picture), "URL for the favicon"),
        "logo_url": .init(.nullable(picture), "URL for the logo"),
        "font": .init(
            .nullable(
                .object(
                    ObjectShape([
                        "url": .init(
                            .nullable(.string(min: 1, max: 2_000, format: secureURL)), "URL for the custom font")
                    ]))), "Font settings"),
    ])

    private static let gradient = ObjectShape([
        "type": .init(.string(max: 64), "The kind of gradient"),
        "start": .init(color, "The first color"),
        "end": .init(color, "The last color"),
        "angle_deg": .init(.number, "The gradient's angle in degrees"),
    ])

    private static let color = Shape.string(
        max: 64,
        format: TextFormat("html-color") { text in
            (text.utf8.count == 4 || text.utf8.count == 7) && text.utf8.first == UInt8(ascii: "#")
                && text.utf8.dropFirst().allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
                }
        })

    /// A page is no larger than 40 KB with everything in it, so a picture inside a page has to be smaller.
    private static let picture = Shape.string(
        min: 1, max: 16_384,
        format: TextFormat("strict-https-uri") { text in
            WebAddress(text)?.isSafe == true || (text.hasPrefix("data:image/") && WebAddress.hasURLCharacters(text))
        })

    private static let secureURL = TextFormat("strict-https-uri") { WebAddress($0)?.isSafe == true }
}

/// How the tenant's pages look.
package protocol BrandingRecords {
    func branding() throws(StoreError) -> Branding
    func update(_ branding: Branding) throws(StoreError)
}
