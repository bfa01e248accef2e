/// 16 bytes that name a trace, never all zero (W3C Trace Context section 3.2.2.3).
struct TraceID: Sendable, Hashable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// Nil for zero, which is no name.
    init?(high: UInt64, low: UInt64) {
        guard high != 0 || low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// 32 lower-case hexadecimal digits.
    var description: String { Hex.text(high) + Hex.text(low) }
}

/// 8 bytes that name a span in its trace, never all zero.
struct SpanID: Sendable, Hashable, CustomStringConvertible {
    let value: UInt64

    init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// 16 lower-case hexadecimal digits.
    var description: String { Hex.text(value) }
}

/// A place in a trace: what the header `traceparent` says (W3C Trace Context, level 1).
struct TracePosition: Sendable, Hashable {
    let trace: TraceID
    let span: SpanID
    let isSampled: Bool

    init(trace: TraceID, span: SpanID, isSampled: Bool) {
        self.trace = trace
        self.span = span
        self.isSampled = isSampled
    }

    /// Reads a header: `00-<trace>-<span>-<flags>`. Nil for whatever does not hold to the letter, and is then ignored; of a later
    /// version only these four parts are read (section 4.3).
    init?(header: String) {
        let bytes = Array(header.utf8.prefix(TracePosition.longestHeader + 1))
        guard bytes.count >= 55, bytes.count <= TracePosition.longestHeader,
            bytes[2] == TracePosition.dash, bytes[35] == TracePosition.dash, bytes[52] == TracePosition.dash,
            let version = Hex.value(bytes[0..<2]), version != 0xFF,
            bytes.count == 55 || version != 0 && bytes[55] == TracePosition.dash,
            let high = Hex.value(bytes[3..<19]), let low = Hex.value(bytes[19..<35]),
            let trace = TraceID(high: high, low: low),
            let span = Hex.value(bytes[36..<52]).flatMap({ SpanID($0) }), let flags = Hex.value(bytes[53..<55])
        else { return nil }
        self.init(trace: trace, span: span, isSampled: flags & 1 == 1)
    }

    var header: String { "00-\(trace)-\(span)-\(isSampled ? "01" : "00")" }

    /// Later versions may be longer; nobody sends as much as this.
    private static let longestHeader = 512
    private static let dash = UInt8(ascii: "-")
}

/// Lower-case hexadecimal, as Trace Context writes it. Other letters are not read.
enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// 16 digits.
    static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { bytes in
            for index in 0..<16 { bytes[index] = digits[Int(value >> UInt64(60 - 4 * index) & 15)] }
            return 16
        }
    }

    /// The number behind at most 16 digits.
    static func value(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}
