/// The little of HTTP/1.1 that driver and gateway must read (RFC 9112): heads, and bodies with a length.
enum HTTPText {
    static let contentLength = Array("content-length:".utf8)
    static let retryAfter = Array("retry-after:".utf8)
    static let location = Array("location:".utf8)
    static let setCookie = Array("set-cookie:".utf8)
    static let authorization = Array("authorization:".utf8)

    /// How long the head is, with the empty line; nil while it is not all there.
    static func headLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
        // `index` is where the ending CR LF CR LF might end; what stands there says how far the next such place is.
        var index = 3
        while index < bytes.count {
            switch bytes[index] {
            case 0x0A where bytes[index - 1] == 0x0D && bytes[index - 2] == 0x0A && bytes[index - 3] == 0x0D:
                return index + 1
            case 0x0A: index += 2
            case 0x0D: index += 1
            default: index += 4
            }
        }
        return nil
    }

    /// A field's value; the name in lower case with its colon.
    static func value(of name: [UInt8], in head: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
        var start = 0
        while let end = head[start...].firstIndex(of: 0x0A) {
            if end - start > name.count, name.indices.allSatisfy({ lowercase(head[start + $0]) == name[$0] }) {
                var first = start + name.count
                while first < end, head[first] == 0x20 { first += 1 }
                return head[first..<(head[end - 1] == 0x0D ? end - 1 : end)]
            }
            start = end + 1
        }
        return nil
    }

    /// Decimal digits as a number; nil for anything else.
    static func number(_ digits: some Sequence<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit), number < 1_000_000_000_000_000 else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
