/// A stretch of a template: text, `{{ … }}` or `{% … %}`.
enum LiquidPiece: Sendable {
    /// Text, less what whitespace control took away.
    case text(Range<Int>)
    /// What stands between `{{` and `}}`.
    case output(Range<Int>)
    case tag(LiquidTag)
}

/// `{% name arguments %}`
struct LiquidTag: Sendable {
    let name: String
    /// Where its `{%` stands.
    let start: Int
    let arguments: Range<Int>
}

/// Cuts a template into pieces, applies whitespace control, and takes out `raw` and `comment` blocks, whose content
/// is no Liquid.
struct LiquidSplitter {
    private static let brace = UInt8(ascii: "{")
    private static let closingBrace = UInt8(ascii: "}")
    private static let percent = UInt8(ascii: "%")
    private static let hyphen = UInt8(ascii: "-")

    private struct Markup {
        let start: Int
        let isTag: Bool
        let content: Range<Int>
        let end: Int
        let trimsBefore: Bool
        let trimsAfter: Bool
    }

    private let source: TemplateSource
    private var pieces: [LiquidPiece] = []
    private var position = 0
    private var trims = false

    static func pieces(of source: TemplateSource) throws(MessageTemplate.Problem) -> [LiquidPiece] {
        var splitter = LiquidSplitter(source: source)
        while let start = splitter.nextOpening() {
            try splitter.take(markupAt: start)
        }
        splitter.appendText(to: source.bytes.count, trimsEnd: false)
        return splitter.pieces
    }

    private init(source: TemplateSource) {
        self.source = source
    }

    private func nextOpening() -> Int? {
        var start = position
        while let brace = source.bytes[start...].firstIndex(of: Self.brace), brace + 1 < source.bytes.count {
            if source.bytes[brace + 1] == Self.brace || source.bytes[brace + 1] == Self.percent { return brace }
            start = brace + 1
        }
        return nil
    }

    /// The markup that opens at `start`; nil if it is not closed.
    private func markup(at start: Int) -> Markup? {
        let bytes = source.bytes
        let isTag = bytes[start + 1] == Self.percent
        let inside = start + 2..<bytes.count
        guard let close = source.firstPair(isTag ? Self.percent : Self.closingBrace, Self.closingBrace, in: inside)
        else { return nil }
        let trimsBefore = close > start + 2 && bytes[start + 2] == Self.hyphen
        let trimsAfter = close > start + 2 && bytes[close - 1] == Self.hyphen
        let lower = trimsBefore ? start + 3 : start + 2
        return Markup(
            start: start, isTag: isTag, content: lower..<max(lower, trimsAfter ? close - 1 : close), end: close + 2,
            trimsBefore: trimsBefore, trimsAfter: trimsAfter)
    }

    private mutating func take(markupAt start: Int) throws(MessageTemplate.Problem) {
        guard let markup = markup(at: start) else {
            let isTag = source.bytes[start + 1] == Self.percent
            throw source.problem(at: start, isTag ? "'{%' has no '%}'" : "'{{' has no '}}'")
        }
        appendText(to: markup.start, trimsEnd: markup.trimsBefore)
        position = markup.end
        trims = markup.trimsAfter
        guard markup.isTag else {
            pieces.append(.output(markup.content))
            return
        }
        guard let tag = tag(markup) else { throw source.problem(at: start, "a tag without a name") }
        switch tag.name {
        case "raw", "comment":
            guard source.trimmed(tag.arguments).isEmpty else {
                throw source.problem(at: tag.arguments.lowerBound, "'\(tag.name)' takes no arguments")
            }
            let end = try end(of: tag)
            if tag.name == "raw" { pieces.append(.text(markup.end..<end.start)) }
            position = end.end
            trims = end.trimsAfter
        default:
            pieces.append(.tag(tag))
        }
    }

    private func tag(_ markup: Markup) -> LiquidTag? {
        let content = source.trimmed(markup.content)
        let nameEnd = source.end(of: content) { $0.continuesLiquidName }
        guard nameEnd > content.lowerBound else { return nil }
        return LiquidTag(
            name: source.text(content.lowerBound..<nameEnd), start: markup.start,
            arguments: source.trimmed(nameEnd..<content.upperBound))
    }

    /// The tag that closes a `raw` or `comment`. Comments nest; what else they hold need not be Liquid.
    private func end(of opening: LiquidTag) throws(MessageTemplate.Problem) -> Markup {
        var depth = 1
        var start = position
        while let open = source.firstPair(Self.brace, Self.percent, in: start..<source.bytes.count) {
            start = open + 2
            guard let candidate = markup(at: open), let found = tag(candidate) else { continue }
            if found.name == opening.name, opening.name == "comment" { depth += 1 }
            if found.name == "end" + opening.name { depth -= 1 }
            if depth == 0 { return candidate }
        }
        throw source.problem(at: opening.start, "'\(opening.name)' is not closed by 'end\(opening.name)'")
    }

    private mutating func appendText(to end: Int, trimsEnd: Bool) {
        let range = source.trimmed(position..<end, start: trims, end: trimsEnd)
        if !range.isEmpty { pieces.append(.text(range)) }
    }
}
