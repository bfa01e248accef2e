/// A word of a Liquid expression, with the byte where it starts.
struct LiquidToken: Sendable {
    enum Kind: Sendable, Equatable {
        case name(String)
        case text(String)
        case integer(Int)
        case decimal(Double)
        case comparison(LiquidComparison)
        case dot, openBracket, closeBracket, pipe, colon, comma, assign
    }

    let kind: Kind
    let start: Int
}

extension TemplateSource {
    /// The words of the expression in a range.
    func tokens(in range: Range<Int>) throws(MessageTemplate.Problem) -> [LiquidToken] {
        var tokens: [LiquidToken] = []
        var position = range.lowerBound
        while position < range.upperBound {
            if bytes[position].isLiquidSpace {
                position += 1
                continue
            }
            let (kind, end) = try token(in: position..<range.upperBound)
            tokens.append(LiquidToken(kind: kind, start: position))
            position = end
        }
        return tokens
    }

    private func token(in rest: Range<Int>) throws(MessageTemplate.Problem) -> (LiquidToken.Kind, end: Int) {
        let start = rest.lowerBound
        let byte = bytes[start]
        let next = start + 1 < rest.upperBound ? bytes[start + 1] : 0
        if byte.startsLiquidName { return name(in: rest) }
        if byte.isASCIIDigit || (byte == UInt8(ascii: "-") && next.isASCIIDigit) { return try number(in: rest) }
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try quotedText(in: rest) }
        if let (comparison, length) = LiquidComparison.symbol(byte, next) {
            return (.comparison(comparison), start + length)
        }
        switch byte {
        case UInt8(ascii: "."): return (.dot, start + 1)
        case UInt8(ascii: "["): return (.openBracket, start + 1)
        case UInt8(ascii: "]"): return (.closeBracket, start + 1)
        case UInt8(ascii: "|"): return (.pipe, start + 1)
        case UInt8(ascii: ":"): return (.colon, start + 1)
        case UInt8(ascii: ","): return (.comma, start + 1)
        case UInt8(ascii: "="): return (.assign, start + 1)
        default:
            let character = text(rest).first.map(String.init) ?? ""
            throw problem(at: start, "unexpected '\(character)'")
        }
    }

    private func name(in rest: Range<Int>) -> (LiquidToken.Kind, end: Int) {
        var end = end(of: rest) { $0.continuesLiquidName }
        if end < rest.upperBound, bytes[end] == UInt8(ascii: "?") { end += 1 }
        return (.name(text(rest.lowerBound..<end)), end)
    }

    private func number(in rest: Range<Int>) throws(MessageTemplate.Problem) -> (LiquidToken.Kind, end: Int) {
        let start = rest.lowerBound
        let whole = end(of: start + 1..<rest.upperBound) { $0.isASCIIDigit }
        if whole + 1 < rest.upperBound, bytes[whole] == UInt8(ascii: "."), bytes[whole + 1].isASCIIDigit {
            let end = end(of: whole + 1..<rest.upperBound) { $0.isASCIIDigit }
            guard let value = Double(text(start..<end)), value.isFinite else {
                throw problem(at: start, "the number is too large")
            }
            return (.decimal(value), end)
        }
        guard let value = Int(text(start..<whole)) else { throw problem(at: start, "the number is too large") }
        return (.integer(value), whole)
    }

    /// Liquid has no escapes: text in single quotes may hold double ones, and the other way round.
    private func quotedText(in rest: Range<Int>) throws(MessageTemplate.Problem) -> (LiquidToken.Kind, end: Int) {
        let inside = rest.dropFirst()
        guard let close = inside.first(where: { bytes[$0] == bytes[rest.lowerBound] }) else {
            throw problem(at: rest.lowerBound, "the text has no closing quote")
        }
        return (.text(text(inside.lowerBound..<close)), close + 1)
    }
}
