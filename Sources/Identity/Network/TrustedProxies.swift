/// The proxies whose `X-Forwarded-For` is believed, by network.
///
/// The header is a list to which every proxy appends the address it was called from. Whatever stands left of the last
/// entry that a trusted proxy wrote may be invented by the caller, so the list is read from the right.
package struct TrustedProxies: Sendable, Hashable {
    /// How many entries are looked at; no honest chain is that long.
    package static let entryLimit = 64

    private let networks: [IPNetwork]

    /// The networks the proxies are in; an empty list believes nobody.
    package init(_ networks: [IPNetwork]) {
        self.networks = networks
    }

    /// Whether the address is one of the proxies; an IPv4-mapped address counts as the IPv4 address.
    package func contains(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) || $0.contains(address.unmapped) }
    }

    /// The address of the client, with the IPv4-mapped form turned into IPv4.
    ///
    /// That is the peer, unless the peer is trusted; then the first untrusted entry from the right; when all are
    /// trusted, the leftmost. A malformed entry on the way, or too many entries, gives the peer: a header that cannot
    /// be read is not believed in part.
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - forwardedFor: the values of the header lines in the order received; each may hold several entries.
    package func clientAddress(peer: IPAddress, forwardedFor: [String]) -> IPAddress {
        let peer = peer.unmapped
        guard contains(peer) else { return peer }
        var leftmost = peer
        var seen = 0
        for line in forwardedFor.reversed() {
            var rest = Substring(line).utf8
            while true {
                let comma = rest.lastIndex(of: UInt8(ascii: ","))
                let entry = comma.map { rest[rest.index(after: $0)...] } ?? rest
                seen += 1
                guard seen <= Self.entryLimit, let address = Self.address(ofEntry: entry)?.unmapped else { return peer }
                guard contains(address) else { return address }
                leftmost = address
                guard let comma else { break }
                rest = rest[..<comma]
            }
        }
        return leftmost
    }

    /// An entry is an address, `[IPv6]`, or either with a port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
    private static func address(ofEntry entry: Substring.UTF8View) -> IPAddress? {
        let entry = trimmed(entry)
        if entry.first == UInt8(ascii: "[") {
            guard let end = entry.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let address = IPAddress(ascii: entry[..<end].dropFirst())
            let rest = entry[end...].dropFirst()
            guard address?.family == .v6, rest.isEmpty || isPort(rest) else { return nil }
            return address
        }
        if let address = IPAddress(ascii: entry) { return address }
        guard let colon = entry.firstIndex(of: UInt8(ascii: ":")), isPort(entry[colon...]) else { return nil }
        let address = IPAddress(ascii: entry[..<colon])
        return address?.family == .v4 ? address : nil
    }

    private static func isPort(_ text: Substring.UTF8View) -> Bool {
        guard text.first == UInt8(ascii: ":") else { return false }
        let digits = text.dropFirst()
        return (1...5).contains(digits.count)
            && digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
            && digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 65535
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return text
    }
}
