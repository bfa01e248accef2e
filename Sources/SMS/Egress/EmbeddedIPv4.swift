import Identity

extension IPAddress {
    /// The IPv4 address where packets to this IPv6 address end, when a stack or a translator makes IPv4 of them:
    /// the mapped form (RFC 4291 section 2.5.5.2) and NAT64's well-known prefix 64:ff9b::/96 (RFC 6052 section 2.1).
    var translatedIPv4: IPAddress? {
        guard family == .v6 else { return nil }
        switch value >> 32 {
        case 0xffff, 0x64_ff9b << 64: return lowIPv4
        default: return nil
        }
    }

    /// The IPv4 address of the tunnel's end that this IPv6 address names:
    /// 6to4 (RFC 3056 section 2) in the 32 bits after 2002::/16, ISATAP (RFC 5214 section 6.1) in the last 32 bits.
    var tunnelledIPv4: IPAddress? {
        guard family == .v6 else { return nil }
        if value >> 112 == 0x2002 { return IPAddress(v4: UInt32(truncatingIfNeeded: value >> 80)) }
        switch UInt32(truncatingIfNeeded: value >> 32) {
        case 0x0000_5efe, 0x0200_5efe: return lowIPv4
        default: return nil
        }
    }

    private var lowIPv4: IPAddress {
        IPAddress(v4: UInt32(truncatingIfNeeded: value))
    }
}
