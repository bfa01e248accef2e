extension GatewayURL.Host {
    /// Tells an address from a name.
    ///
    /// A host that ends in a number is an address or nothing, as in the WHATWG URL standard: resolvers read `127.1`,
    /// `0x7f000001`, `2130706433` and `0177.0.0.1` as 127.0.0.1, and no name on the Internet ends that way.
    init(_ text: ArraySlice<UInt8>) throws(GatewayURL.Problem) {
        guard !text.isEmpty else { throw .hostMissing }
        if text.first == UInt8(ascii: "[") {
            guard let address = IPAddress(ascii: text.dropFirst().dropLast()), address.family == .v6 else {
                throw .address
            }
            self = .address(address)
            return
        }
        if let address = IPAddress(ascii: text) {
            self = .address(address)
            return
        }
        guard text.allSatisfy({ $0 < 0x80 }) else { throw .hostNotASCII }
        guard !text.contains(UInt8(ascii: "%")) else { throw .hostEscaped }

        let name = text.last == UInt8(ascii: ".") ? text.dropLast() : text
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.count <= 253, labels.allSatisfy(Self.isLabel) else { throw .hostName }
        guard let last = labels.last, !Self.isNumber(last) else { throw .hostNumber }
        self = .name(String(decoding: name, as: UTF8.self).lowercased())
    }

    /// Letters, digits and hyphens (RFC 1123 section 2.1), and the underscore that internal names have.
    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { $0.isASCIILetterOrDigit || $0 == hyphen || $0 == UInt8(ascii: "_") }
    }

    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        label.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
            || label.starts(with: "0x".utf8) || label.starts(with: "0X".utf8)
    }
}

extension GatewayURL.Host: CustomStringConvertible {
    /// The host as it stands in a URL, an IPv6 address in brackets.
    package var description: String {
        switch self {
        case .address(let address) where address.family == .v6: "[\(address)]"
        case .address(let address): "\(address)"
        case .name(let name): name
        }
    }
}

extension UInt8 {
    var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
