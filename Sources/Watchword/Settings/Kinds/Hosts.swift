import Glibc

extension SettingKind<String> {
    /// An address to listen on: IPv4, IPv6 (brackets allowed, and removed) or a host name.
    static var host: Self {
        Self(
            expectation: "an IP address such as 127.0.0.1, 0.0.0.0 or ::1, or a host name; without a port",
            placeholder: "ADDRESS",
            parse: { text throws(Malformed) in
                if HostText.isIPAddress(text) || HostText.isName(text) { return text }
                if let inner = HostText.insideBrackets(text), HostText.isIPv6(inner) { return inner }
                throw Malformed("is neither an address nor a host name")
            },
            show: { $0 })
    }
}

/// What a host looks like when written down. Nothing here looks a name up.
enum HostText {
    static func isIPAddress(_ text: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1 || isIPv6(text)
    }

    static func isIPv6(_ text: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, text, &address) == 1
    }

    /// A host name (RFC 1123, section 2.1). A last label of digits only is a mistyped IPv4 address, not a name.
    static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel), let last = labels.last else { return false }
        return !last.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    static func insideBrackets(_ text: String) -> String? {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        return String(text.dropFirst().dropLast())
    }

    /// Whether only this machine reaches what listens there: 127/8, ::1, `localhost` and all below it (RFC 6761).
    static func isLoopback(_ text: String) -> Bool {
        let name = text.lowercased()
        if isIPAddress(name) { return name.hasPrefix("127.") || name == "::1" }
        return name == "localhost" || name.hasSuffix(".localhost")
    }

    private static func isLabel(_ label: Substring) -> Bool {
        guard (1...63).contains(label.utf8.count), !label.hasPrefix("-"), !label.hasSuffix("-") else { return false }
        return label.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }
}
