import Foundation

extension SettingKind<[UInt8]> {
    /// A key of `count` bytes, as hexadecimal digits, base64 or base64url (RFC 4648), padded or not.
    static func keyBytes(_ count: Int) -> Self {
        Self(
            expectation: "\(count) bytes as base64, base64url or \(2 * count) hexadecimal digits; "
                + "`openssl rand -base64 \(count)` makes one",
            placeholder: "KEY",
            parse: { text throws(Malformed) in
                guard let bytes = hexadecimal(text, count: count) ?? base64(text) else {
                    throw Malformed("is neither base64 nor \(2 * count) hexadecimal digits")
                }
                guard bytes.count == count else { throw Malformed("stands for \(bytes.count) bytes") }
                return bytes
            },
            show: { Data($0).base64EncodedString() })
    }
}

extension SettingKind<String> {
    /// A password between programs: visible characters of ASCII, and enough of them not to be guessed.
    static func password(atLeast minimum: Int) -> Self {
        Self(
            expectation: "at least \(minimum) visible ASCII characters without spaces; "
                + "`openssl rand -hex \(minimum)` makes one",
            placeholder: "SECRET",
            parse: { text throws(Malformed) in
                guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                    throw Malformed("contains a space, a line break or a character outside ASCII")
                }
                guard text.utf8.count >= minimum else { throw Malformed("is \(text.utf8.count) characters long") }
                return text
            },
            show: { $0 })
    }
}

private func hexadecimal(_ text: String, count: Int) -> [UInt8]? {
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue.map { UInt8($0) } }
    guard text.utf8.count == 2 * count, digits.count == 2 * count else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

private func base64(_ text: String) -> [UInt8]? {
    let unpadded = text.replacing("-", with: "+").replacing("_", with: "/").replacing(/={1,2}$/, with: "")
    let padding = String(repeating: "=", count: (4 - unpadded.utf8.count % 4) % 4)
    return Data(base64Encoded: unpadded + padding).map { [UInt8]($0) }
}
