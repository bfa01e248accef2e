/// The few things that a page must know of an address from outside.
enum PageAddress {
    /// `https://host:port` of an absolute web address; nil where there is a user name, or a character that could end a
    /// directive of the content security policy.
    static func origin(of url: String) -> String? {
        guard let scheme = ["https://", "http://"].first(where: { url.utf8.starts(with: $0.utf8) }) else { return nil }
        let host = url.utf8.dropFirst(scheme.utf8.count).prefix { $0 != slash && $0 != question && $0 != hash }
        guard !host.isEmpty, host.allSatisfy(isHostByte) else { return nil }
        return scheme + String(decoding: host, as: UTF8.self)
    }

    /// The address, if it may stand in a link.
    static func link(_ url: String?) -> String? {
        guard let url, origin(of: url) != nil else { return nil }
        return url
    }

    /// `mailto:` for an address of mail.
    static func mail(_ address: String?) -> String? {
        guard let address, address.utf8.contains(UInt8(ascii: "@")), address.utf8.count < 255,
            address.utf8.allSatisfy({ isHostByte($0) || mailBytes.contains($0) })
        else { return nil }
        return "mailto:\(address)"
    }

    /// A source of the content security policy: an origin, or a scheme with its colon. An IPv6 address cannot be written
    /// there, so its scheme stands for it.
    static func policySource(_ origin: String?) -> String? {
        guard let origin, !origin.isEmpty else { return nil }
        if let web = PageAddress.origin(of: origin) {
            guard web.utf8.contains(UInt8(ascii: "[")) else { return web }
            return web.utf8.starts(with: "https".utf8) ? "https:" : "http:"
        }
        guard origin.utf8.last == colon, origin.utf8.dropLast().allSatisfy(isSchemeByte), origin.utf8.count > 1 else {
            return nil
        }
        return origin
    }

    private static let slash = UInt8(ascii: "/")
    private static let question = UInt8(ascii: "?")
    private static let hash = UInt8(ascii: "#")
    private static let colon = UInt8(ascii: ":")
    private static let mailBytes = Array("@+_%".utf8)

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == colon || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "_")
    }
}
