extension SettingKind<String> {
    /// The path of a file or a folder; a relative one counts from the folder in which the program was started.
    static func path(to what: String) -> Self {
        Self(
            expectation: "the path of a \(what)",
            placeholder: what.uppercased(),
            parse: { text throws(Malformed) in
                guard !text.contains("\0") else { throw Malformed("contains a zero byte") }
                return text
            },
            show: { $0 })
    }

    /// A name made of letters, digits, `_` and `-` of ASCII.
    static func identifier(_ length: ClosedRange<Int>) -> Self {
        Self(
            expectation: "\(length.lowerBound) to \(length.upperBound) of the characters A-Z, a-z, 0-9, _ and -",
            placeholder: "ID",
            parse: { text throws(Malformed) in
                guard text.utf8.allSatisfy(isIdentifierByte) else { throw Malformed("contains other characters") }
                guard length.contains(text.utf8.count) else { throw Malformed("is \(text.utf8.count) characters long") }
                return text
            },
            show: { $0 })
    }
}

private func isIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
}
