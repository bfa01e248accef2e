/// Base64 with the URL-safe alphabet (RFC 4648 section 5), written without padding, read with or without.
package enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Appends the encoded bytes.
    package static func encode(_ bytes: some Collection<UInt8>, into text: inout [UInt8]) {
        var pending: UInt32 = 0
        var count = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            count += 1
            guard count == 3 else { continue }
            text.append(alphabet[Int(pending >> 18 & 63)])
            text.append(alphabet[Int(pending >> 12 & 63)])
            text.append(alphabet[Int(pending >> 6 & 63)])
            text.append(alphabet[Int(pending & 63)])
            pending = 0
            count = 0
        }
        if count == 1 {
            text.append(alphabet[Int(pending >> 2 & 63)])
            text.append(alphabet[Int(pending << 4 & 63)])
        } else if count == 2 {
            text.append(alphabet[Int(pending >> 10 & 63)])
            text.append(alphabet[Int(pending >> 4 & 63)])
            text.append(alphabet[Int(pending << 2 & 63)])
        }
    }

    /// The encoded bytes as text.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 4 / 3 + 4)
        encode(bytes, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes behind the text, or nil where it is not base64url. Bits that a canonical encoder leaves zero must be zero.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? { decode(Array(text.utf8)[...]) }

    /// The bytes behind the text's bytes.
    package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var digits = text
        let length = digits.count
        while digits.last == UInt8(ascii: "=") { digits.removeLast() }
        guard length == digits.count || (length % 4 == 0 && length - digits.count <= 2) else { return nil }
        guard digits.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var pending: UInt32 = 0
        var bits = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            pending = pending << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
            }
        }
        guard pending & ((1 << UInt32(bits)) - 1) == 0 else { return nil }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
