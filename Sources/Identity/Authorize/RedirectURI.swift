/// Where the browser goes with the answer: an absolute URI without a fragment (RFC 6749 section 3.1.2).
package struct RedirectURI: Sendable, Equatable {
    package let text: String
    private let scheme: String

    /// Schemes that would run or show what they carry instead of opening an application.
    private static let forbidden: Set<String> = [
        "javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source", "ws", "wss", "mailto",
        "tel", "sms",
    ]

    /// Nil for what is no absolute URI, has a fragment, characters that a URI has not, or a scheme that opens no application.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count <= 2_000, let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > bytes.startIndex,
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && !RedirectURI.unsafe.contains($0) })
        else { return nil }
        let scheme = String(text[..<colon]).lowercased()
        guard let first = scheme.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            scheme.utf8.allSatisfy(RedirectURI.isSchemeByte), !RedirectURI.forbidden.contains(scheme)
        else { return nil }
        if scheme == "http" || scheme == "https" {
            guard text[colon...].hasPrefix("://"), WebOrigin.of(text) != nil else { return nil }
        }
        self.text = text
        self.scheme = scheme
    }

    /// `"`, `#`, `<`, `>`, `\`, `^`, `` ` ``, `{`, `|`, `}`: none stands in a URI without a fragment.
    private static let unsafe: Set<UInt8> = Set("\"#<>\\^`{|}".utf8)

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The origin of a web address; nil where an application of its own scheme is opened.
    package var webOrigin: String? { scheme == "http" || scheme == "https" ? WebOrigin.of(text) : nil }
    /// What a page's `form-action` must name so that the browser follows: the origin, else the scheme.
    package var formTarget: String { webOrigin ?? scheme + ":" }

    /// Whether it is a loopback address of this machine, by its number.
    package var isLoopback: Bool { webOrigin.map { RedirectURI.isLoopback(RedirectURI.host(of: $0)) } ?? false }

    /// Whether it is plain http to another machine, where anyone on the way reads the code (RFC 9700 section 2.6).
    package var isUnprotected: Bool {
        guard scheme == "http", let origin = webOrigin else { return false }
        let host = RedirectURI.host(of: origin)
        return !(host == "localhost" || host.hasSuffix(".localhost") || RedirectURI.isLoopback(host))
    }

    /// Whether one of a client's registered callbacks is this very address, character by character (RFC 9700 section 4.1.3).
    /// Only the port is free, and only for a native application's loopback address (RFC 8252 section 7.3).
    package func isRegistered(among callbacks: [String], isNative: Bool) -> Bool {
        if callbacks.contains(text) { return true }
        guard isNative, scheme == "http", let own = RedirectURI.withoutPort(text) else { return false }
        return callbacks.contains { RedirectURI.withoutPort($0) == own }
    }

    /// A loopback address with its port taken out; nil for any other.
    private static func withoutPort(_ text: String) -> String? {
        guard text.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(7)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let host = host(of: "http://" + authority)
        guard isLoopback(host) else { return nil }
        return host + rest.dropFirst(authority.count)
    }

    private static func host(of origin: String) -> String {
        let authority = origin[(origin.range(after: "://") ?? origin.startIndex)...]
        if authority.hasPrefix("[") { return String(authority.prefix { $0 != "]" }.dropFirst()) }
        return String(authority.prefix { $0 != ":" })
    }

    private static func isLoopback(_ host: String) -> Bool { host == "127.0.0.1" || host == "::1" }

    /// The address with parameters in its query or fragment.
    package func adding(_ fields: [(name: String, value: String)], asFragment: Bool) -> String {
        let pairs = fields.map { $0.name.percentEncoded + "=" + $0.value.percentEncoded }.joined(separator: "&")
        if asFragment { return text + "#" + pairs }
        guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else { return text + "?" + pairs }
        let isOpen = text.utf8.index(after: mark) == text.utf8.endIndex || text.utf8.last == UInt8(ascii: "&")
        return text + (isOpen ? "" : "&") + pairs
    }
}

extension String {
    fileprivate func range(after mark: String) -> Index? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(mark) { return self.index(index, offsetBy: mark.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
