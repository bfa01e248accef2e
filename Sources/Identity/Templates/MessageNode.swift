/// A step of a parsed template.
enum MessageNode: Sendable {
    /// Text that is sent as it stands.
    case text(String)
    /// A macro.
    case value(MessageVariable)
    /// `{{ … }}`
    case output(LiquidPipeline)
    /// `{% assign name = … %}`
    case assign(name: String, LiquidPipeline)
    /// `if` or `unless`: the first branch whose test passes is rendered.
    case branches([LiquidBranch])
    /// `case`: every `when` that names the subject is rendered, or else `otherwise`.
    case choice(LiquidChoice)
}

/// One arm of an `if` or `unless`.
struct LiquidBranch: Sendable {
    enum Test: Sendable {
        case holds(LiquidCondition)
        case fails(LiquidCondition)
        case always
    }

    let test: Test
    let body: [MessageNode]
}

/// A `case` with its `when` arms. An arm is rendered once, however many of its values match.
struct LiquidChoice: Sendable {
    struct Arm: Sendable {
        let values: [LiquidExpression]
        let body: [MessageNode]
    }

    let subject: LiquidExpression
    let arms: [Arm]
    let otherwise: [MessageNode]
}
