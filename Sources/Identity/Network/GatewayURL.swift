/// The URL of an SMS gateway, taken apart: http or https, no user, no fragment, at most 255 characters.
///
/// Read strictly by RFC 3986, byte by byte. Everything that two programs might read differently is refused rather than
/// repaired, because the host judged here must be the host connected to.
package struct GatewayURL: Sendable, Hashable {
    /// http or https.
    package enum Scheme: String, Sendable {
        case http, https

        /// The port when the URL names none: 80 or 443.
        package var defaultPort: Int {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    /// How the host is written.
    package enum Host: Sendable, Hashable {
        case address(IPAddress)
        /// In lower case, without the trailing dot, at most 253 characters; never something a resolver reads as number.
        case name(String)
    }

    /// The most characters a URL may have (the Management API's bound on `gateway_url`).
    package static let maximumLength = 255

    /// Plain or over TLS.
    package let scheme: Scheme
    /// Where to connect, not yet judged: an address goes to the egress policy, a name to the resolver first.
    package let host: Host
    /// 1 to 65535.
    package let port: Int
    /// Path and query as written, in origin-form (RFC 9112 section 3.2.1): begins with a slash.
    package let target: String

    /// Takes the text apart, or says what is wrong with it.
    package init(_ text: String) throws(Problem) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw .empty }
        guard text.unicodeScalars.count <= Self.maximumLength else { throw .tooLong }
        // WHATWG parsers drop tabs and line ends and read a backslash as a slash, others do not.
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }) else { throw .forbiddenByte }

        let lowered = String(decoding: bytes.prefix(8), as: UTF8.self).lowercased()
        guard let scheme = [Scheme.https, .http].first(where: { lowered.hasPrefix("\($0.rawValue)://") }) else {
            throw .scheme
        }
        self.scheme = scheme
        let rest = bytes.dropFirst(scheme.rawValue.utf8.count + 3)
        guard !rest.contains(UInt8(ascii: "#")) else { throw .fragment }

        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard !authority.contains(UInt8(ascii: "@")) else { throw .userInfo }
        let (host, port) = try Self.splitPort(authority)
        self.host = try Host(host)
        self.port = try port.map(Self.number(ofPort:)) ?? scheme.defaultPort
        target = try Self.originForm(rest[authority.endIndex...])
    }

    /// Host and port as they stand in a `Host` header: the port only where it is not the scheme's own.
    package var authority: String {
        port == scheme.defaultPort ? "\(host)" : "\(host):\(port)"
    }

    /// The host ends at the colon, or at the bracket that closes an IPv6 address.
    private static func splitPort(_ authority: ArraySlice<UInt8>) throws(Problem) -> (
        host: ArraySlice<UInt8>, port: ArraySlice<UInt8>?
    ) {
        var end = authority.startIndex
        if authority.first == UInt8(ascii: "[") {
            guard let bracket = authority.firstIndex(of: UInt8(ascii: "]")) else { throw .address }
            end = bracket + 1
            guard end == authority.endIndex || authority[end] == UInt8(ascii: ":") else { throw .address }
        } else {
            end = authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        }
        let port = authority[end...]
        return (authority[..<end], port.isEmpty ? nil : port.dropFirst())
    }

    private static func number(ofPort digits: ArraySlice<UInt8>) throws(Problem) -> Int {
        guard (1...5).contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else { throw .port }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard number <= 65535 else { throw .port }
        return number
    }

    /// Checks path and query against RFC 3986 sections 3.3 and 3.4, and adds the slash of an empty path.
    private static func originForm(_ bytes: ArraySlice<UInt8>) throws(Problem) -> String {
        let allowed = Set("-._~!$&'()*+,;=:@/?%".utf8)
        for (index, byte) in zip(bytes.indices, bytes) {
            guard byte.isASCIILetterOrDigit || allowed.contains(byte) else {
                throw .target
            }
            if byte == UInt8(ascii: "%") {
                let escape = bytes[index...].dropFirst().prefix(2)
                guard escape.count == 2, escape.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else {
                    throw .target
                }
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasPrefix("/") ? text : "/" + text
    }
}

extension GatewayURL: CustomStringConvertible {
    /// The URL put together again, in one form for equal URLs.
    package var description: String {
        "\(scheme.rawValue)://\(authority)\(target)"
    }
}
