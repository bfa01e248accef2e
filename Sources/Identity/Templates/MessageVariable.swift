/// A value that a template can name.
enum MessageVariable: Sendable {
    case code, phoneNumber, applicationName, requestLanguage

    /// The variable whose name stands between `@@` and `@@`; nil for any other text.
    init?(macro name: String) {
        switch name {
        case "password", "code": self = .code
        case "phone_number": self = .phoneNumber
        case "application.name": self = .applicationName
        case "request_language": self = .requestLanguage
        default: return nil
        }
    }
}

extension TemplateSource {
    private static let at = UInt8(ascii: "@")

    /// Appends the text in `range`, cut at its macros. An unknown macro stays in the text, and its closing `@@` may
    /// open the next one: in `mail@@ @@code@@` the code is found.
    func appendText(_ range: Range<Int>, to nodes: inout [MessageNode]) {
        var literal = range.lowerBound
        var position = range.lowerBound
        while let open = firstPair(Self.at, Self.at, in: position..<range.upperBound) {
            guard let close = firstPair(Self.at, Self.at, in: open + 2..<range.upperBound) else { break }
            guard let variable = MessageVariable(macro: text(trimmed(open + 2..<close))) else {
                position = open + 1
                continue
            }
            if literal < open { nodes.append(.text(text(literal..<open))) }
            nodes.append(.value(variable))
            literal = close + 2
            position = literal
        }
        if literal < range.upperBound { nodes.append(.text(text(literal..<range.upperBound))) }
    }
}
