/// The line that lets a phone offer a code only to the page that asked for it: `@login.example.com #123456`, by the WICG's
/// "Origin-bound one-time codes delivered via SMS".
package enum OriginBoundCode {
    /// The message with that line at its end, after an empty line. Where its last line is one for this code already, there is
    /// nothing to add. The host has no port.
    package static func append(to body: String, host: String, code: String) -> String {
        let text = withoutLineEnds(body)
        let line = "@\(host) #\(code)"
        if text.isEmpty { return line }
        let lastLine = text.utf8.split(separator: newline).last.map { $0.last == carriageReturn ? $0.dropLast() : $0 }
        if let lastLine, isOriginBound(lastLine, code: code) { return text }
        // The line has its place also behind a text that fills a message.
        let room = max(0, MessageTemplate.renderedLimit - line.utf16.count - 2)
        return "\(MessageTemplate.cut(text, to: room))\n\n\(line)"
    }

    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// The line has to be the very last one, so a body that ends with a line end would hide it.
    private static func withoutLineEnds(_ body: String) -> String {
        var bytes = body.utf8[...]
        while let last = bytes.last, last == newline || last == carriageReturn { bytes = bytes.dropLast() }
        return String(Substring(bytes))
    }

    /// `@`, a host, one space, `#` and the code; perhaps the host of a frame after one space and `%`.
    private static func isOriginBound(_ line: Substring.UTF8View, code: String) -> Bool {
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[1].elementsEqual("#\(code)".utf8) else { return false }
        return parts[0].first == UInt8(ascii: "@") && parts[0].count > 1
            && (parts.count == 2 || parts[2].first == UInt8(ascii: "%"))
    }
}
