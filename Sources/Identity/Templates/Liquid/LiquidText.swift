/// Text as the filters handle it: searched by bytes, counted in Unicode scalars, and never longer than
/// `LiquidLimits.textBytes`.
extension String {
    /// The text and what follows it, cut at the limit.
    func bounded(appending tail: String = "") -> String {
        let whole = tail.isEmpty ? self : self + tail
        guard whole.utf8.count > LiquidLimits.textBytes else { return whole }
        let bytes = Array(whole.utf8)
        var end = LiquidLimits.textBytes
        while end > 0, bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// The first scalar in title case, the rest in lower case.
    var capitalizedAsSentence: String {
        guard let first = unicodeScalars.first else { return self }
        return first.properties.titlecaseMapping + String(unicodeScalars.dropFirst()).lowercased()
    }

    /// The text with the first `limit` occurrences replaced. An empty `needle` is found before every character and
    /// at the end.
    func replacingText(_ needle: String, with replacement: String, limit: Int) -> String {
        let bytes = Array(utf8)
        let matches = bytes.matches(of: Array(needle.utf8), limit: limit)
        guard !matches.isEmpty else { return self }
        var result: [UInt8] = []
        var position = 0
        for match in matches where result.count <= LiquidLimits.textBytes {
            result += bytes[position..<match]
            result += replacement.utf8
            position = match + needle.utf8.count
        }
        result += bytes[position...]
        return String(decoding: result, as: UTF8.self).bounded()
    }

    /// The parts between separators, without empty parts at the end. A single space separates like any run of
    /// whitespace; an empty separator takes the text apart into characters.
    func split(by separator: String) -> [String] {
        if separator == " " {
            return utf8.split(whereSeparator: \.isLiquidSpace).map { String(Substring($0)) }
        }
        if separator.isEmpty { return unicodeScalars.map { String($0) } }
        let bytes = Array(utf8)
        var parts: [String] = []
        var position = 0
        for match in bytes.matches(of: Array(separator.utf8), limit: .max) {
            parts.append(String(decoding: bytes[position..<match], as: UTF8.self))
            position = match + separator.utf8.count
        }
        parts.append(String(decoding: bytes[position...], as: UTF8.self))
        while parts.last == "" { parts.removeLast() }
        return parts
    }

    /// The text without the whitespace at its ends.
    func stripped(start: Bool, end: Bool) -> String {
        let source = TemplateSource(self)
        return source.text(source.trimmed(0..<source.bytes.count, start: start, end: end))
    }

    /// The text without line feeds, and without carriage returns that precede one.
    var withoutNewlines: String {
        replacingText("\r\n", with: "", limit: .max).replacingText("\n", with: "", limit: .max)
    }

    /// The text with the five characters that mean something in HTML as entities.
    var escapedForHTML: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.bounded()
    }

    /// The text as a value of a URL's query: `+` for a space, `%XX` for all but letters, digits and `-_.~`.
    var escapedForURL: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in utf8 {
            if byte.continuesLiquidName || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~") {
                result.append(byte)
            } else if byte == UInt8(ascii: " ") {
                result.append(UInt8(ascii: "+"))
            } else {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self).bounded()
    }
}

extension [UInt8] {
    /// Where `needle` occurs, from the left and without overlaps; at most `limit` places. Takes time in proportion to
    /// the two lengths, whatever they hold (Knuth, Morris and Pratt), because templates choose both.
    func matches(of needle: [UInt8], limit: Int) -> [Int] {
        guard !needle.isEmpty else {
            return [Int](
                (0...count).lazy.filter { $0 == count || self[$0] & 0b1100_0000 != 0b1000_0000 }.prefix(limit))
        }
        // fallback[i]: how much of the needle still matches when the byte after i does not.
        var fallback = [Int](repeating: 0, count: needle.count)
        var length = 0
        for index in needle.indices.dropFirst() {
            while length > 0, needle[index] != needle[length] { length = fallback[length - 1] }
            if needle[index] == needle[length] { length += 1 }
            fallback[index] = length
        }
        var places: [Int] = []
        length = 0
        for index in indices {
            while length > 0, self[index] != needle[length] { length = fallback[length - 1] }
            if self[index] == needle[length] { length += 1 }
            guard length == needle.count else { continue }
            places.append(index + 1 - length)
            if places.count == limit { break }
            length = 0
        }
        return places
    }
}
