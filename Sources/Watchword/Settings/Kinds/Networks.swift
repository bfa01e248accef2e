import Identity

extension SettingKind<[IPNetwork]> {
    /// Networks in CIDR notation (RFC 4632, RFC 4291), separated by commas. An empty text is an empty list.
    static var networks: Self {
        Self(
            expectation: "networks such as 10.0.0.0/8 or fd00::/8, with no bit set beyond the length, or addresses; "
                + "separated by commas",
            placeholder: "NETWORKS",
            isList: true,
            parse: { text throws(Malformed) in
                var networks: [IPNetwork] = []
                for (index, item) in items(of: text).enumerated() {
                    guard let network = IPNetwork(item) else {
                        throw Malformed("has no network at position \(index + 1)")
                    }
                    networks.append(network)
                }
                return networks
            },
            show: { $0.map { "\($0)" }.joined(separator: ",") })
    }
}

private func items(of text: String) -> [String] {
    guard text.contains(where: { $0 != " " }) else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map { item in
        String(item.trimmingPrefix(while: { $0 == " " }).reversed().trimmingPrefix(while: { $0 == " " }).reversed())
    }
}
