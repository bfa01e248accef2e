/// Why a text is not JSON that this program reads. Line and column count from 1.
package struct JSONProblem: Error, Sendable, Equatable, CustomStringConvertible {
    package let line: Int
    package let column: Int
    package let reason: String
    package var description: String { "\(reason) (line \(line), column \(column))" }
}

extension JSON {
    /// How much of a JSON text is read before it is refused.
    package struct Limits: Sendable {
        package var depth = 32
        package var values = 20_000
        package init() {}
    }

    /// Reads one JSON text (RFC 8259), strictly: no comments, no trailing commas, no repeated member names, no U+0000.
    package static func parse(_ bytes: some Collection<UInt8>, limits: Limits = Limits()) throws(JSONProblem) -> JSON {
        let contiguous = ContiguousArray(bytes)
        let result: Result<JSON, JSONProblem> = contiguous.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer, limits: limits)
            do throws(JSONProblem) { return .success(try parser.document()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Reads one JSON text from a string.
    package static func parse(_ text: String) throws(JSONProblem) -> JSON { try parse(text.utf8) }
}

/// A recursive descent over the bytes of one text.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSON.Limits
    var at = 0
    var values = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSON.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONProblem) -> JSON {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard at == bytes.count else { throw problem("Unexpected text after the JSON value") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> JSON {
        guard depth <= limits.depth else { throw problem("Nested more than \(limits.depth) deep") }
        values += 1
        guard values <= limits.values else { throw problem("More than \(limits.values) values") }
        guard at < bytes.count else { throw problem("Unexpected end of the JSON text") }
        switch bytes[at] {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> JSONObject {
        at += 1
        var members = JSONObject()
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                throw problem("Expected a member name in quotes")
            }
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw problem("Expected ':' after a member name") }
            skipSpace()
            let member = try value(depth: depth + 1)
            guard members.updateValue(member, forKey: name) == nil else { throw problem("A member name is repeated") }
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw problem("Expected ',' or '}' in an object") }
            return members
        }
    }

    private mutating func array(depth: Int) throws(JSONProblem) -> [JSON] {
        at += 1
        var items: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return items }
        while true {
            skipSpace()
            items.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw problem("Expected ',' or ']' in an array") }
            return items
        }
    }

    private mutating func string() throws(JSONProblem) -> String {
        at += 1
        let start = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                guard let text = String(validating: bytes[start..<at], as: UTF8.self) else {
                    throw problem("Not valid UTF-8")
                }
                at += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw problem("A control character inside a string") }
            at += 1
        }
        throw problem("A string without its closing quote")
    }

    /// The slow way, for strings that hold a backslash.
    private mutating func escapedString(from start: Int) throws(JSONProblem) -> String {
        var text = [UInt8](bytes[start..<at])
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw problem("Not valid UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw problem("A control character inside a string")
            default: text.append(byte)
            }
        }
        throw problem("A string without its closing quote")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONProblem) {
        guard at < bytes.count else { throw problem("A string without its closing quote") }
        let letter = bytes[at]
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try fourHexDigits()
            if (0xD800...0xDBFF).contains(code) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw problem("Half a surrogate pair") }
                let low = try fourHexDigits()
                guard (0xDC00...0xDFFF).contains(low) else { throw problem("Half a surrogate pair") }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard code != 0 else { throw problem("U+0000 is not accepted") }
            guard let scalar = Unicode.Scalar(code) else { throw problem("Half a surrogate pair") }
            text.append(contentsOf: Character(scalar).utf8)
        default: throw problem("An unknown escape in a string")
        }
    }

    private mutating func fourHexDigits() throws(JSONProblem) -> UInt32 {
        guard at + 4 <= bytes.count else { throw problem("An unfinished \\u escape") }
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue, bytes[at] < 0x80 else {
                throw problem("An unfinished \\u escape")
            }
            code = code << 4 | UInt32(digit)
            at += 1
        }
        return code
    }

    private mutating func number() throws(JSONProblem) -> JSON {
        let start = at
        _ = take(UInt8(ascii: "-"))
        let integerDigits = digits()
        guard integerDigits > 0 else {
            at = start
            throw problem("Expected a JSON value")
        }
        let firstDigit = bytes[at - integerDigits]
        guard integerDigits == 1 || firstDigit != UInt8(ascii: "0") else {
            throw problem("A number with leading zeros")
        }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard digits() > 0 else { throw problem("A number without digits after its point") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw problem("A number without digits in its exponent") }
        }
        guard at - start <= 64 else { throw problem("A number of more than 64 characters") }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .integer(whole) }
        guard let double = Double(text), double.isFinite else { throw problem("A number that is too large") }
        return .number(double)
    }

    private mutating func digits() -> Int {
        let start = at
        while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at += 1 }
        return at - start
    }

    private mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONProblem) -> JSON {
        let count = text.utf8CodeUnitCount
        guard at + count <= bytes.count else { throw problem("Expected a JSON value") }
        for offset in 0..<count where bytes[at + offset] != text.utf8Start[offset] {
            throw problem("Expected a JSON value")
        }
        at += count
        return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    private func problem(_ reason: String) -> JSONProblem {
        let before = bytes[0..<min(at, bytes.count)]
        let line = before.count(where: { $0 == 0x0A }) + 1
        let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return JSONProblem(line: line, column: column, reason: reason)
    }
}
