import Identity

/// One block of addresses that is not for the public Internet.
struct SpecialPurposeBlock: Sendable {
    let network: IPNetwork
    let name: String
    let source: String

    fileprivate init(_ network: String, _ name: String, _ source: String) {
        guard let network = IPNetwork(network) else {
            preconditionFailure("The table of special-purpose blocks holds \(network), which is no network.")
        }
        self.network = network
        self.name = name
        self.source = source
    }
}

extension IPAddress {
    /// Why the address is not globally reachable, as a sentence; nil when it is.
    ///
    /// IPv6 that carries IPv4 is judged by the IPv4 address too.
    var reasonNotGlobal: String? {
        if let inner = (translatedIPv4 ?? tunnelledIPv4)?.reasonNotGlobal {
            return "It carries an IPv4 address. " + inner
        }
        if translatedIPv4 != nil { return nil }
        let blocks =
            switch family {
            case .v4: SpecialPurposeBlock.ipv4
            case .v6: SpecialPurposeBlock.ipv6
            }
        guard let block = blocks.first(where: { $0.network.contains(self) }) else { return nil }
        return "The address is in \(block.network), \(block.name) (\(block.source))."
    }
}

/// After the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890) and the multicast registries.
///
/// Registered exceptions inside a refused block, such as 192.0.0.9 or 2001:20::/28, are refused with it: no SMS gateway
/// lives there. The first match counts, so a block stands before the one that holds it.
extension SpecialPurposeBlock {
    static let ipv4: [SpecialPurposeBlock] = [
        .init("0.0.0.0/8", "this network", "RFC 791 section 3.2"),
        .init("10.0.0.0/8", "private use", "RFC 1918"),
        .init("100.64.0.0/10", "shared address space of carriers", "RFC 6598"),
        .init("127.0.0.0/8", "loopback", "RFC 1122 section 3.2.1.3"),
        .init("169.254.0.0/16", "link local", "RFC 3927"),
        .init("172.16.0.0/12", "private use", "RFC 1918"),
        .init("192.0.0.0/24", "IETF protocol assignments", "RFC 6890 section 2.1"),
        .init("192.0.2.0/24", "documentation", "RFC 5737"),
        .init("192.88.99.0/24", "deprecated 6to4 relay anycast", "RFC 7526"),
        .init("192.168.0.0/16", "private use", "RFC 1918"),
        .init("198.18.0.0/15", "benchmarking", "RFC 2544"),
        .init("198.51.100.0/24", "documentation", "RFC 5737"),
        .init("203.0.113.0/24", "documentation", "RFC 5737"),
        .init("224.0.0.0/4", "multicast", "RFC 5771"),
        .init("255.255.255.255/32", "limited broadcast", "RFC 919 section 7"),
        .init("240.0.0.0/4", "reserved", "RFC 1112 section 4"),
    ]

    static let ipv6: [SpecialPurposeBlock] = [
        .init("::/128", "the unspecified address", "RFC 4291 section 2.5.2"),
        .init("::1/128", "loopback", "RFC 4291 section 2.5.3"),
        .init("::/96", "deprecated IPv4-compatible addresses", "RFC 4291 section 2.5.5.1"),
        .init("64:ff9b:1::/48", "local-use translation of IPv4", "RFC 8215"),
        .init("100::/64", "discard only", "RFC 6666"),
        .init("5f00::/16", "segment routing identifiers", "RFC 9602"),
        .init("fc00::/7", "unique local", "RFC 4193"),
        .init("fe80::/10", "link local", "RFC 4291 section 2.5.6"),
        .init("fec0::/10", "deprecated site local", "RFC 3879"),
        .init("ff00::/8", "multicast", "RFC 4291 section 2.7"),
        .init("2001::/32", "Teredo tunnels", "RFC 4380"),
        .init("2001:2::/48", "benchmarking", "RFC 5180"),
        .init("2001::/23", "IETF protocol assignments", "RFC 2928"),
        .init("2001:db8::/32", "documentation", "RFC 3849"),
        .init("3fff::/20", "documentation", "RFC 9637"),
        // What is left outside 2000::/3, the only part that is handed out as global unicast: its complement in CIDR.
        .init("::/3", unassigned, unassignedSource),
        .init("4000::/2", unassigned, unassignedSource),
        .init("8000::/1", unassigned, unassignedSource),
    ]

    private static let unassigned = "outside the global unicast space 2000::/3"
    private static let unassignedSource = "RFC 4291 section 2.4"
}
