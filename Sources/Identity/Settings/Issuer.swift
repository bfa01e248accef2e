/// The server's own name: an absolute URL with exactly one slash at its end.
package struct Issuer: Sendable, Equatable {
    /// `https://login.example.com/`
    package let url: String

    package init(url: String) { self.url = url.hasSuffix("/") ? url : url + "/" }

    /// The Management API's identifier.
    package var managementAudience: String { url + "api/v2/" }
    /// The audience that makes a JWT good for `/userinfo`.
    package var userInfoAudience: String { url + "userinfo" }
    /// Identifiers that no other API can have.
    package var reservedAudiences: [String] { [managementAudience, userInfoAudience] }
    /// The host without scheme and port, for certificates and events.
    package var host: String {
        let rest = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        if rest.hasPrefix("[") { return String(rest.prefix { $0 != "]" }.dropFirst()) }
        return String(rest.prefix { $0 != ":" })
    }
    /// Whether browsers reach the server over TLS.
    package var isSecure: Bool { url.hasPrefix("https://") }
}
