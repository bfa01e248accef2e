/// Reads a template: text, output and tags into nodes.
struct LiquidParser {
    private typealias Problem = MessageTemplate.Problem

    private let source: TemplateSource
    private let pieces: [LiquidPiece]
    private var position = 0
    private var depth = 0

    /// The steps of a template, or the first problem in it.
    static func nodes(of source: TemplateSource) throws(MessageTemplate.Problem) -> [MessageNode] {
        var parser = LiquidParser(source: source, pieces: try LiquidSplitter.pieces(of: source))
        return try parser.nodes(until: []).nodes
    }

    private init(source: TemplateSource, pieces: [LiquidPiece]) {
        self.source = source
        self.pieces = pieces
    }

    /// Reads up to one of the tags in `ends`, or to the end of the template (then `end` is nil).
    private mutating func nodes(until ends: [String]) throws(Problem) -> (nodes: [MessageNode], end: LiquidTag?) {
        var nodes: [MessageNode] = []
        while position < pieces.count {
            let piece = pieces[position]
            position += 1
            switch piece {
            case .text(let range):
                source.appendText(range, to: &nodes)
            case .output(let range):
                if let pipeline = try LiquidExpressionParser.output(source, range) { nodes.append(.output(pipeline)) }
            case .tag(let tag) where ends.contains(tag.name):
                return (nodes, tag)
            case .tag(let tag):
                nodes.append(try node(tag))
            }
        }
        return (nodes, nil)
    }

    private mutating func node(_ tag: LiquidTag) throws(Problem) -> MessageNode {
        switch tag.name {
        case "assign":
            let (name, pipeline) = try LiquidExpressionParser.assignment(source, tag.arguments)
            return .assign(name: name, pipeline)
        case "if", "unless":
            return .branches(try branches(tag))
        case "case":
            return .choice(try choice(tag))
        case "else", "elsif", "when", "endif", "endunless", "endcase", "endraw", "endcomment":
            throw source.problem(at: tag.start, "'\(tag.name)' does not belong here")
        default:
            throw source.problem(at: tag.start, "unknown tag '\(tag.name)'")
        }
    }

    private mutating func branches(_ tag: LiquidTag) throws(Problem) -> [LiquidBranch] {
        let first = try LiquidExpressionParser.condition(source, tag.arguments)
        var test: LiquidBranch.Test = tag.name == "if" ? .holds(first) : .fails(first)
        var branches: [LiquidBranch] = []
        while true {
            let (body, end) = try block(of: tag, until: ["elsif", "else"])
            branches.append(LiquidBranch(test: test, body: body))
            switch end.name {
            case "elsif":
                test = .holds(try LiquidExpressionParser.condition(source, end.arguments))
            case "else":
                branches.append(LiquidBranch(test: .always, body: try block(of: tag, until: []).body))
                return branches
            default:
                return branches
            }
        }
    }

    private mutating func choice(_ tag: LiquidTag) throws(Problem) -> LiquidChoice {
        let subject = try LiquidExpressionParser.value(source, tag.arguments)
        // What stands before the first `when` belongs to no arm and is never rendered.
        var end = try block(of: tag, until: ["when", "else"]).end
        var arms: [LiquidChoice.Arm] = []
        while end.name == "when" {
            let values = try LiquidExpressionParser.alternatives(source, end.arguments)
            let (body, next) = try block(of: tag, until: ["when", "else"])
            arms.append(LiquidChoice.Arm(values: values, body: body))
            end = next
        }
        let otherwise = end.name == "else" ? try block(of: tag, until: []).body : []
        return LiquidChoice(subject: subject, arms: arms, otherwise: otherwise)
    }

    /// The inside of a tag up to one of `middles` or its own end tag.
    private mutating func block(of tag: LiquidTag, until middles: [String]) throws(Problem)
        -> (body: [MessageNode], end: LiquidTag)
    {
        depth += 1
        defer { depth -= 1 }
        guard depth <= LiquidLimits.nesting else {
            throw source.problem(at: tag.start, "tags are nested deeper than \(LiquidLimits.nesting)")
        }
        let (body, end) = try nodes(until: middles + ["end" + tag.name])
        guard let end else { throw source.problem(at: tag.start, "'\(tag.name)' is not closed by 'end\(tag.name)'") }
        if end.name == "else" || end.name.hasPrefix("end"), !end.arguments.isEmpty {
            throw source.problem(at: end.arguments.lowerBound, "'\(end.name)' takes no arguments")
        }
        return (body, end)
    }
}
