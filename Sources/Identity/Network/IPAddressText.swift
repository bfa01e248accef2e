extension IPAddress {
    /// An address from its text, nil unless it is exactly an address.
    ///
    /// IPv4 is four decimal parts without leading zeros: the short, octal and hexadecimal forms that `inet_aton` takes
    /// are refused, because programs disagree on them. IPv6 is RFC 4291 section 2.2 in any of its three forms.
    /// Brackets, ports, zone ids (`%eth0`) and blanks are refused.
    package init?(_ text: String) {
        self.init(ascii: text.utf8)
    }

    /// An address from the bytes of its text, by the same rules.
    package init?(ascii text: some Collection<UInt8>) {
        if let number = Self.dottedDecimal(text) {
            self.init(v4: number)
        } else if let number = Self.colonHexadecimal(text) {
            self.init(v6: number)
        } else {
            return nil
        }
    }

    private static func dottedDecimal(_ text: some Collection<UInt8>) -> UInt32? {
        var address: UInt32 = 0
        var dots = 0
        var part: UInt32?
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard part != 0 else { return nil }
                let grown = (part ?? 0) * 10 + UInt32(byte - UInt8(ascii: "0"))
                guard grown <= 255 else { return nil }
                part = grown
            case UInt8(ascii: "."):
                guard let finished = part, dots < 3 else { return nil }
                address = address << 8 | finished
                part = nil
                dots += 1
            default:
                return nil
            }
        }
        guard let last = part, dots == 3 else { return nil }
        return address << 8 | last
    }

    private static func colonHexadecimal(_ text: some Collection<UInt8>) -> UInt128? {
        let colon = UInt8(ascii: ":")
        var rest = text[...]
        var groups = Groups()
        if rest.starts(with: [colon, colon]) {
            groups.gap = 0
            rest = rest.dropFirst(2)
            if rest.isEmpty { return 0 }
        }
        while true {
            let group = rest.prefix { $0 != colon }
            let isLast = group.endIndex == rest.endIndex
            if let short = hexadecimal(group) {
                groups.append(UInt128(short), width: 1)
            } else if isLast, let long = dottedDecimal(group) {
                groups.append(UInt128(long), width: 2)
            } else {
                return nil
            }
            guard groups.count <= 8 else { return nil }
            if isLast { break }
            rest = rest[group.endIndex...].dropFirst()
            if rest.first == colon {
                guard groups.gap == nil else { return nil }
                groups.gap = groups.count
                rest = rest.dropFirst()
                if rest.isEmpty { break }
            }
        }
        return groups.address
    }

    /// One group of an IPv6 address: one to four hexadecimal digits.
    private static func hexadecimal(_ text: some Collection<UInt8>) -> UInt16? {
        guard (1...4).contains(text.count) else { return nil }
        var value: UInt16 = 0
        for byte in text {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}

/// The 16-bit groups read so far, and where among them the `::` stood.
private struct Groups {
    var value: UInt128 = 0
    var count = 0
    var gap: Int?

    mutating func append(_ number: UInt128, width: Int) {
        value = value << (16 * width) | number
        count += width
    }

    /// All eight groups, with the gap filled; nil when they are too few, or the gap stands for nothing.
    var address: UInt128? {
        guard let gap else { return count == 8 ? value : nil }
        guard count < 8 else { return nil }
        let after = 16 * (count - gap)
        let head = value >> after
        let tail = value & ((1 << after) - 1)
        return head << (16 * (8 - gap)) | tail
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text: dotted decimal, or RFC 5952 (lower case, the longest run of zeros as `::`, the mapped form
    /// with its IPv4 address in dotted decimal).
    package var description: String {
        if family == .v4 {
            return (0..<4).map { String((value >> (24 - 8 * $0)) & 0xff) }.joined(separator: ".")
        }
        if unmapped != self { return "::ffff:\(unmapped)" }
        let groups = (0..<8).map { (value >> (112 - 16 * $0)) & 0xffff }
        let texts = groups.map { String($0, radix: 16) }
        guard let gap = longestRunOfZeros(groups) else { return texts.joined(separator: ":") }
        return texts[..<gap.lowerBound].joined(separator: ":") + "::" + texts[gap.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of two or more zeros (RFC 5952 sections 4.2.2 and 4.2.3).
    private func longestRunOfZeros(_ groups: [UInt128]) -> Range<Int>? {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<(index + 1)
            }
        }
        return longest.count >= 2 ? longest : nil
    }
}
