/// The part of a URL that a DPoP proof names: scheme, host, port and path (RFC 9449 section 4.3, RFC 3986 section 6.2).
struct RequestTarget: Equatable {
    private let origin: String
    private let path: String

    /// Nil for what is no absolute http or https URL. Query and fragment are left out; case and the scheme's own port are not told apart.
    init?(_ url: String) {
        guard let scheme = ["https://", "http://"].first(where: { url.lowercased().hasPrefix($0) }) else { return nil }
        let rest = url.utf8.dropFirst(scheme.utf8.count).prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")), url.utf8.count <= 2_048,
            let origin = WebOrigin.of(scheme + String(Substring(authority)))
        else { return nil }
        self.origin = origin
        let path = rest[authority.endIndex...]
        self.path = path.isEmpty ? "/" : String(Substring(path))
    }
}
