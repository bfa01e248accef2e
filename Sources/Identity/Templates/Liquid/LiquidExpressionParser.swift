/// Reads what stands inside one `{{ }}` or `{% %}`.
struct LiquidExpressionParser {
    private let source: TemplateSource
    private let tokens: [LiquidToken]
    private let end: Int
    private var position = 0
    private var depth = 0

    init(_ source: TemplateSource, _ range: Range<Int>) throws(MessageTemplate.Problem) {
        self.source = source
        tokens = try source.tokens(in: range)
        end = range.upperBound
    }

    /// The inside of `{{ }}`: a value and its filters; nil if there is nothing.
    static func output(_ source: TemplateSource, _ range: Range<Int>) throws(MessageTemplate.Problem)
        -> LiquidPipeline?
    {
        var parser = try LiquidExpressionParser(source, range)
        guard !parser.tokens.isEmpty else { return nil }
        let pipeline = try parser.pipeline()
        try parser.finish()
        return pipeline
    }

    /// The arguments of `assign`: a name, `=`, a value and its filters.
    static func assignment(_ source: TemplateSource, _ range: Range<Int>) throws(MessageTemplate.Problem)
        -> (name: String, LiquidPipeline)
    {
        var parser = try LiquidExpressionParser(source, range)
        let name = try parser.name("a name")
        guard parser.skip(.assign) else { throw parser.problem("expected '='") }
        let pipeline = try parser.pipeline()
        try parser.finish()
        return (name, pipeline)
    }

    /// The arguments of `if`, `elsif` and `unless`.
    static func condition(_ source: TemplateSource, _ range: Range<Int>) throws(MessageTemplate.Problem)
        -> LiquidCondition
    {
        var parser = try LiquidExpressionParser(source, range)
        var terms: [LiquidCondition.Term] = []
        repeat { terms.append(try parser.term()) } while terms.last?.joint != nil
        try parser.finish()
        return LiquidCondition(terms: terms)
    }

    /// The argument of `case`.
    static func value(_ source: TemplateSource, _ range: Range<Int>) throws(MessageTemplate.Problem)
        -> LiquidExpression
    {
        var parser = try LiquidExpressionParser(source, range)
        let value = try parser.value()
        try parser.finish()
        return value
    }

    /// The arguments of `when`: values between commas or `or`.
    static func alternatives(_ source: TemplateSource, _ range: Range<Int>) throws(MessageTemplate.Problem)
        -> [LiquidExpression]
    {
        var parser = try LiquidExpressionParser(source, range)
        var values: [LiquidExpression] = []
        repeat { values.append(try parser.value()) } while parser.skip(.comma) || parser.skip(.name("or"))
        try parser.finish()
        return values
    }
}

extension LiquidExpressionParser {
    private var current: LiquidToken.Kind? { position < tokens.count ? tokens[position].kind : nil }

    /// The problem of what comes next not being what it should.
    private func problem(_ reason: String) -> MessageTemplate.Problem {
        source.problem(at: position < tokens.count ? tokens[position].start : end, reason)
    }

    private mutating func skip(_ kind: LiquidToken.Kind) -> Bool {
        guard current == kind else { return false }
        position += 1
        return true
    }

    private func finish() throws(MessageTemplate.Problem) {
        if current != nil { throw problem("nothing more was expected here") }
    }

    private mutating func name(_ expected: String) throws(MessageTemplate.Problem) -> String {
        guard case .name(let name)? = current else { throw problem("expected \(expected)") }
        position += 1
        return name
    }

    private mutating func value() throws(MessageTemplate.Problem) -> LiquidExpression {
        guard let current else { throw problem("expected a value") }
        switch current {
        case .text(let text):
            position += 1
            return .literal(.text(text))
        case .integer(let number):
            position += 1
            return .literal(.integer(number))
        case .decimal(let number):
            position += 1
            return .literal(.decimal(number))
        case .name(let name):
            position += 1
            return try variable(name)
        default:
            throw problem("expected a value")
        }
    }

    private mutating func variable(_ name: String) throws(MessageTemplate.Problem) -> LiquidExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= LiquidLimits.nesting else {
            throw problem("lookups are nested deeper than \(LiquidLimits.nesting)")
        }
        var lookups: [LiquidVariable.Lookup] = []
        while true {
            if skip(.dot) {
                lookups.append(.name(try self.name("a name after '.'")))
            } else if skip(.openBracket) {
                lookups.append(.index(try value()))
                guard skip(.closeBracket) else { throw problem("expected ']'") }
            } else {
                break
            }
        }
        guard lookups.isEmpty else { return .variable(LiquidVariable(name: name, lookups: lookups)) }
        return switch name {
        case "true": .literal(.bool(true))
        case "false": .literal(.bool(false))
        case "nil", "null": .literal(.none)
        case "empty": .literal(.empty)
        case "blank": .literal(.blank)
        default: .variable(LiquidVariable(name: name, lookups: []))
        }
    }

    private mutating func term() throws(MessageTemplate.Problem) -> LiquidCondition.Term {
        let left = try value()
        var comparison: (LiquidComparison, LiquidExpression)?
        if case .comparison(let with)? = current {
            position += 1
            comparison = (with, try value())
        } else if skip(.name("contains")) {
            comparison = (.contains, try value())
        }
        let joint: LiquidCondition.Joint? = skip(.name("and")) ? .and : skip(.name("or")) ? .or : nil
        return LiquidCondition.Term(left: left, comparison: comparison, joint: joint)
    }

    private mutating func pipeline() throws(MessageTemplate.Problem) -> LiquidPipeline {
        let input = try value()
        var calls: [LiquidPipeline.Call] = []
        while skip(.pipe) { calls.append(try call()) }
        return LiquidPipeline(input: input, calls: calls)
    }

    private mutating func call() throws(MessageTemplate.Problem) -> LiquidPipeline.Call {
        let name = try name("a filter after '|'")
        let start = tokens[position - 1].start
        guard let filter = LiquidFilter(rawValue: name) else {
            throw source.problem(at: start, "unknown filter '\(name)'")
        }
        var arguments: [LiquidExpression] = []
        var allowFalse: LiquidExpression?
        if skip(.colon) {
            repeat {
                if filter == .default, current == .name("allow_false"), skip(.name("allow_false")) {
                    guard skip(.colon) else { throw problem("expected ':'") }
                    allowFalse = try value()
                } else {
                    arguments.append(try value())
                }
            } while skip(.comma)
        }
        guard filter.arguments.contains(arguments.count) else {
            throw source.problem(
                at: start, "'\(name)' takes \(filter.argumentsInWords), not \(arguments.count)")
        }
        return LiquidPipeline.Call(filter: filter, arguments: arguments, allowFalse: allowFalse)
    }
}
