/// The text of an SMS with places for the code and other values: parsed once, rendered for every message.
///
/// Macros (`@@code@@`) and Liquid (`{{ code }}`, `{% if … %}`) are evaluated in both syntaxes of a connection.
/// Values are put in as they are and never parsed again, so a name that contains `{{` or `@@` goes out literally.
package struct MessageTemplate: Sendable {
    /// How a connection says its template is written (`options.syntax`).
    package enum Syntax: String, Sendable {
        /// Text with macros; Liquid is tolerated. The default of a connection.
        case markdownWithMacros = "md_with_macros"
        /// Liquid, which must parse.
        case liquid
    }

    /// Where and why a template cannot be parsed; line and column from 1, columns in characters.
    package struct Problem: Error, Sendable, Equatable {
        /// The line, from 1.
        package let line: Int
        /// The character within the line, from 1.
        package let column: Int
        /// What is wrong, for the person who writes the template. It may quote the template.
        package let reason: String

        /// A problem at a line and column, both from 1.
        package init(line: Int, column: Int, reason: String) {
            self.line = line
            self.column = column
            self.reason = reason
        }
    }

    /// The longest message that is rendered, in UTF-16 code units: the unit in which carriers count a message that is
    /// not plain GSM text. What is longer is cut between two characters, so never inside an emoji or an accent.
    package static let renderedLimit = 1_600

    /// Nil unless the Liquid in the text could not be parsed. Then only macros are replaced and the rest is sent as it
    /// stands, because a person who waits for a code is better served by odd text than by none.
    package let problem: Problem?

    private let nodes: [MessageNode]
    /// Bytes that the literal text needs, and some for the values: one allocation for most messages.
    private let expectedBytes: Int

    /// Parses a template of syntax `md_with_macros`. Never fails: see `problem`.
    package init(_ text: String) {
        let source = TemplateSource(text)
        do throws(Problem) {
            self.init(nodes: try LiquidParser.nodes(of: source), problem: nil)
        } catch {
            var nodes: [MessageNode] = []
            source.appendText(0..<source.bytes.count, to: &nodes)
            self.init(nodes: nodes, problem: error)
        }
    }

    /// Parses a template of syntax `liquid`; throws the first problem in it.
    package init(liquid text: String) throws(Problem) {
        self.init(nodes: try LiquidParser.nodes(of: TemplateSource(text)), problem: nil)
    }

    private init(nodes: [MessageNode], problem: Problem?) {
        self.nodes = nodes
        self.problem = problem
        expectedBytes = nodes.reduce(64) { sum, node in
            if case .text(let text) = node { sum + text.utf8.count } else { sum }
        }
    }

    /// The message for these values, at most `renderedLimit` long.
    package func render(_ values: MessageValues) -> String {
        var rendering = MessageRendering(values: values, expectedBytes: expectedBytes)
        rendering.render(nodes)
        return Self.cut(rendering.output)
    }

    /// The text's beginning, as many whole characters as the limit in UTF-16 units has room for.
    static func cut(_ text: String, to limit: Int = renderedLimit) -> String {
        // A UTF-16 unit needs at least one byte of UTF-8, so most messages are known to be short without a count.
        guard text.utf8.count > limit, text.utf16.count > limit else { return text }
        var units = 0
        var end = text.startIndex
        while end < text.endIndex {
            let next = text.index(after: end)
            units += text.utf16.distance(from: end, to: next)
            if units > limit { break }
            end = next
        }
        return String(text[..<end])
    }
}
