/// A URL that browsers are sent to or load a picture from: absolute, http or https, with a host and without a user.
struct WebAddress {
    private let isEncrypted: Bool
    /// In lower case, without the port; IPv6 in brackets.
    private let host: String

    /// Nil where the text is no such URL.
    init?(_ text: String) {
        guard WebAddress.hasURLCharacters(text) else { return nil }
        let bytes = Array(text.utf8)
        let start = String(decoding: bytes.prefix(8), as: UTF8.self).lowercased()
        isEncrypted = start == "https://"
        guard isEncrypted || start.hasPrefix("http://") else { return nil }
        let authority = bytes.dropFirst(isEncrypted ? 8 : 7).prefix { !"/?#".utf8.contains($0) }
        guard !authority.contains(UInt8(ascii: "@")) else { return nil }
        let name: ArraySlice<UInt8>
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")),
                IPAddress(ascii: authority[..<end].dropFirst()) != nil
            else { return nil }
            name = authority[...end]
        } else {
            // Narrower than RFC 3986: an origin goes into policies, where a semicolon would end the rule.
            name = authority.prefix { $0.isASCIILetterOrDigit || "-._".utf8.contains($0) }
        }
        let port = authority[name.endIndex...]
        guard !name.isEmpty, port.isEmpty || WebAddress.isPort(port) else { return nil }
        host = String(decoding: name, as: UTF8.self).lowercased()
    }

    /// Whether nobody on the way can change what is loaded: TLS, or this machine.
    var isSafe: Bool { isEncrypted || host == "localhost" || host == "127.0.0.1" || host == "[::1]" }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        text.first == UInt8(ascii: ":") && (2...6).contains(text.count)
            && text.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether a text has only characters that RFC 3986 section 2 knows: no spaces, quotes, angle brackets or line ends, so that
    /// it can stand in a header.
    static func hasURLCharacters(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-._~:/?#[]@!$&'()*+,;=%".utf8.contains($0) }
    }
}
