/// The line that lets a phone offer a code only to the page that asked for it: `@login.example.com #123456`, by the WICG's
/// "Origin-bound one-time codes delivered via SMS".
package enum OriginBoundCode {
    /// The message with that line at its end, after an empty line; unchanged where its last line is one for this code already.
    package static func append(to body: String, host: String, code: String) -> String {
        let lastLine =
            body.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).last ?? ""[...].utf8
        if String(Substring(lastLine)).isOriginBound(code: code) { return body }
        var text = body[...]
        // Two line ends make the empty line, whatever ends the body had.
        while let last = text.utf8.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
            text = Substring(text.utf8.dropLast())
        }
        return text.isEmpty ? "@\(host) #\(code)" : "\(text)\n\n@\(host) #\(code)"
    }
}

extension String {
    /// `@`, a host without a space, one space, `#` and the code, and nothing after.
    fileprivate func isOriginBound(code: String) -> Bool {
        let end = " #" + code
        guard utf8.first == UInt8(ascii: "@"), hasSuffix(end) else { return false }
        let host = utf8.dropFirst().dropLast(end.utf8.count)
        return !host.isEmpty && host.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "#") }
    }
}
