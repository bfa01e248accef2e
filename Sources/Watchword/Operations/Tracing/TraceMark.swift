import Identity

/// A place in a trace as it is kept in a login code's id, from the start of a login to the tries of its code: 32 characters of
/// base64url for the 24 bytes of trace and span.
enum TraceMark {
    static func text(of position: TracePosition) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        for number in [position.trace.high, position.trace.low, position.span.value] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        return Base64URL.encode(bytes)
    }

    /// Nil for anything else. Only what is exported is marked, so what is found is sampled.
    static func position(from text: some StringProtocol) -> TracePosition? {
        guard let bytes = Base64URL.decode(text), bytes.count == 24,
            let trace = TraceID(high: number(bytes[0..<8]), low: number(bytes[8..<16])),
            let span = SpanID(number(bytes[16..<24]))
        else { return nil }
        return TracePosition(trace: trace, span: span, isSampled: true)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
