/// The test of an `if`: comparisons joined by `and` and `or`.
///
/// Both words have the same rank and group from the right: `a or b and c` is `a or (b and c)`, and `a and b or c` is
/// `a and (b or c)`. Read from the left that means: a false `and` ends it with no, a true `or` ends it with yes.
struct LiquidCondition: Sendable {
    enum Joint: Sendable {
        case and, or
    }

    struct Term: Sendable {
        let left: LiquidExpression
        /// Without it the value itself is the test: all but nil and false pass.
        let comparison: (with: LiquidComparison, right: LiquidExpression)?
        /// How the rest follows; nil in the last term.
        let joint: Joint?
    }

    let terms: [Term]

    func holds(in rendering: inout MessageRendering) -> Bool {
        for term in terms {
            let result = holds(term, in: &rendering)
            switch term.joint {
            case .and where result, .or where !result: continue
            case .and, .or, nil: return result
            }
        }
        return false
    }

    private func holds(_ term: Term, in rendering: inout MessageRendering) -> Bool {
        let left = term.left.value(in: rendering)
        guard let comparison = term.comparison else { return left.isTruthy }
        return comparison.with.holds(left, comparison.right.value(in: rendering), in: &rendering)
    }
}
