/// A block of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3): `10.0.0.0/8`, `fd00::/8`.
package struct IPNetwork: Sendable, Hashable, CustomStringConvertible {
    /// The first address of the block.
    package let base: IPAddress
    /// How many leading bits all addresses of the block share: 0 to 32 for IPv4, 0 to 128 for IPv6.
    package let prefixLength: Int

    /// A block from its first address; nil when the length does not fit the family, or the address has bits beyond it.
    package init?(base: IPAddress, prefixLength: Int) {
        guard (0...base.bitWidth).contains(prefixLength) else { return nil }
        let free = base.bitWidth - prefixLength
        guard (base.value >> free) << free == base.value else { return nil }
        self.base = base
        self.prefixLength = prefixLength
    }

    /// A block from its text; a bare address is the block of that one address.
    ///
    /// `10.1.2.3/8` is refused: whoever wrote it meant either another address or another length.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count <= 2, let base = IPAddress(ascii: parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(base: base, prefixLength: base.bitWidth)
            return
        }
        let digits = parts[1]
        guard (1...3).contains(digits.count), digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        self.init(base: base, prefixLength: digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }

    /// Whether the address lies in the block. The families must be the same: unmap the address first where that counts.
    package func contains(_ address: IPAddress) -> Bool {
        let free = base.bitWidth - prefixLength
        return address.family == base.family && address.value >> free == base.value >> free
    }

    /// The CIDR notation, always with the length.
    package var description: String {
        "\(base)/\(prefixLength)"
    }
}
