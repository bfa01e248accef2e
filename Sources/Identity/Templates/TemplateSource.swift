/// The text of a template as bytes of UTF-8, so that a position is an integer.
struct TemplateSource: Sendable {
    let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The text in a range that starts and ends at ASCII marks or at the ends of the template.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// Where two bytes first stand side by side within a range.
    func firstPair(_ first: UInt8, _ second: UInt8, in range: Range<Int>) -> Int? {
        var position = range.lowerBound
        while position + 1 < range.upperBound {
            if bytes[position] == first, bytes[position + 1] == second { return position }
            position += 1
        }
        return nil
    }

    /// The range without the whitespace at its ends.
    func trimmed(_ range: Range<Int>, start: Bool = true, end: Bool = true) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        if start { while lower < upper, bytes[lower].isLiquidSpace { lower += 1 } }
        if end { while lower < upper, bytes[upper - 1].isLiquidSpace { upper -= 1 } }
        return lower..<upper
    }

    /// The end of the run of bytes from `start` that satisfy a test.
    func end(of range: Range<Int>, while test: (UInt8) -> Bool) -> Int {
        range.first { !test(bytes[$0]) } ?? range.upperBound
    }

    /// A problem at a byte, told in lines and characters.
    func problem(at offset: Int, _ reason: String) -> MessageTemplate.Problem {
        let before = bytes[..<min(offset, bytes.count)]
        let newline = UInt8(ascii: "\n")
        let lineStart = (before.lastIndex(of: newline) ?? -1) + 1
        return MessageTemplate.Problem(
            line: before.count { $0 == newline } + 1,
            column: String(decoding: before[lineStart...], as: UTF8.self).count + 1,
            reason: reason)
    }
}

extension UInt8 {
    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    var isLiquidSpace: Bool { self == 32 || (9...13).contains(self) }

    var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// What a name may start with: a letter or an underscore.
    var startsLiquidName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// What a name may go on with: also digits and hyphens.
    var continuesLiquidName: Bool { startsLiquidName || isASCIIDigit || self == UInt8(ascii: "-") }
}
