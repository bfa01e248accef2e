/// An IPv4 or IPv6 address, without port and without zone: 128 bits and a family.
///
/// An IPv4-mapped address (`::ffff:192.0.2.1`) stays IPv6, because the two are different on the wire; `unmapped` tells
/// which IPv4 address is meant.
package struct IPAddress: Sendable, Hashable {
    /// The two address families.
    package enum Family: Sendable, Hashable {
        case v4, v6
    }

    /// Which of the two families the address belongs to.
    package let family: Family
    /// The address as a number in network order; for IPv4 only the low 32 bits are used.
    package let value: UInt128

    /// An IPv4 address from its number: 127.0.0.1 is `0x7f00_0001`.
    package init(v4: UInt32) {
        family = .v4
        value = UInt128(v4)
    }

    /// An IPv6 address from its number: `::1` is 1.
    package init(v6: UInt128) {
        family = .v6
        value = v6
    }

    /// An address from its bytes in network order: 4 for IPv4, 16 for IPv6, nil for any other count.
    package init?(bytes: some Collection<UInt8>) {
        let value = bytes.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        switch bytes.count {
        case 4: self.init(v4: UInt32(value))
        case 16: self.init(v6: value)
        default: return nil
        }
    }

    /// How many bits the family has: 32 or 128.
    package var bitWidth: Int {
        switch family {
        case .v4: 32
        case .v6: 128
        }
    }

    /// The IPv4 address that an IPv4-mapped IPv6 address means (RFC 4291 section 2.5.5.2), else the address itself.
    ///
    /// A socket that listens on both families reports IPv4 peers in the mapped form.
    package var unmapped: IPAddress {
        guard family == .v6, value >> 32 == 0xffff else { return self }
        return IPAddress(v4: UInt32(truncatingIfNeeded: value))
    }

    /// What limits count by: an IPv4 address whole, an IPv6 address by its /64, the mapped form as IPv4.
    ///
    /// A /64 is what one household or one machine is given (RFC 6177), so the lower half costs an attacker nothing.
    package var limitKey: String {
        let address = unmapped
        switch address.family {
        case .v4: return address.description
        case .v6: return IPAddress(v6: (address.value >> 64) << 64).description + "/64"
        }
    }
}
