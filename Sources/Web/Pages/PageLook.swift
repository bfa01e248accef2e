/// The look of the tenant: language, names, colours.
struct PageLook: Sendable {
    let language: PageLanguage
    /// `friendly_name` of the tenant's settings.
    let tenantName: String?
    /// An `https` address or a `data:` image; anything else is not shown.
    let logoURL: String?
    let faviconURL: String?
    let colors: BrandColors
    let supportURL: String?
    let supportEmail: String?

    init(
        language: PageLanguage, tenantName: String? = nil, logoURL: String? = nil, faviconURL: String? = nil,
        colors: BrandColors = BrandColors(primary: nil, pageBackground: nil), supportURL: String? = nil,
        supportEmail: String? = nil
    ) {
        self.language = language
        self.tenantName = tenantName
        self.logoURL = logoURL
        self.faviconURL = faviconURL
        self.colors = colors
        self.supportURL = supportURL
        self.supportEmail = supportEmail
    }

    /// The logo, when a page may load it.
    var logo: PageImage? { logoURL.flatMap { PageImage($0) } }
    /// The icon, when a page may load it.
    var favicon: PageImage? { faviconURL.flatMap { PageImage($0) } }
}

/// An image of the tenant, and what the content security policy must name for it.
struct PageImage: Sendable, Equatable {
    let url: String
    /// `https://host`, or nothing for an image that stands in the address itself.
    let origin: String?

    init?(_ url: String) {
        if url.utf8.starts(with: "data:image/".utf8) {
            self.url = url
            origin = nil
            return
        }
        guard url.utf8.starts(with: "https://".utf8), let origin = PageAddress.origin(of: url) else { return nil }
        self.url = url
        self.origin = origin
    }
}
