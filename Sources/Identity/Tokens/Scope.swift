/// A set of scopes (RFC 6749 section 3.3) that keeps its order.
package struct Scope: Sendable, Equatable {
    package let values: [String]

    package static let none = Scope([])

    package init(_ values: [String]) {
        var seen: Set<String> = []
        self.values = values.filter { seen.insert($0).inserted }
    }

    /// The scopes in a space-separated text; nil where a character is not allowed or the text is longer than 4,096.
    package init?(parsing text: String) {
        guard text.utf8.count <= 4_096 else { return nil }
        let values = Scope.words(text)
        guard values.allSatisfy(Scope.isToken) else { return nil }
        self.init(values)
    }

    /// The words of a space-separated text, found byte by byte: by characters it would take ten times as long.
    package static func words(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { String($0) ?? "" }
    }

    package var isEmpty: Bool { values.isEmpty }
    package func contains(_ scope: String) -> Bool { values.contains(scope) }
    package func filter(_ isIncluded: (String) -> Bool) -> Scope { Scope(values.filter(isIncluded)) }
    /// The space-separated text of the wire.
    package var text: String { values.joined(separator: " ") }

    /// Whether the text is one `scope-token`.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 == 0x21 || (0x23...0x5B).contains($0) || (0x5D...0x7E).contains($0) }
    }
    static let format = TextFormat("scope", accepts: isToken)
}
