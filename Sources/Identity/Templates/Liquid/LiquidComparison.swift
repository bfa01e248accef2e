/// An operator between two values of a condition.
enum LiquidComparison: Sendable, Equatable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contains

    /// The operator that two bytes start with, and its length.
    static func symbol(_ first: UInt8, _ second: UInt8) -> (LiquidComparison, length: Int)? {
        switch (first, second) {
        case (UInt8(ascii: "="), UInt8(ascii: "=")): (.equal, 2)
        case (UInt8(ascii: "!"), UInt8(ascii: "=")), (UInt8(ascii: "<"), UInt8(ascii: ">")): (.notEqual, 2)
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): (.lessOrEqual, 2)
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): (.greaterOrEqual, 2)
        case (UInt8(ascii: "<"), _): (.less, 1)
        case (UInt8(ascii: ">"), _): (.greater, 1)
        default: nil
        }
    }

    /// Compares two values. Values of different kinds are never equal and have no order; numbers are one kind.
    func holds(_ left: LiquidValue, _ right: LiquidValue, in rendering: inout MessageRendering) -> Bool {
        guard rendering.charge(left.weight + right.weight) else { return false }
        return switch self {
        case .equal: left.equals(right)
        case .notEqual: !left.equals(right)
        case .less: left.order(before: right, or: false)
        case .lessOrEqual: left.order(before: right, or: true)
        case .greater: right.order(before: left, or: false)
        case .greaterOrEqual: right.order(before: left, or: true)
        case .contains: left.contains(right)
        }
    }
}

extension LiquidValue {
    fileprivate func equals(_ other: LiquidValue) -> Bool {
        switch (self, other) {
        case (.empty, _): other.isEmpty
        case (_, .empty): isEmpty
        case (.blank, _): other.isBlank
        case (_, .blank): isBlank
        case (.none, .none): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.text(let left), .text(let right)): left.hasSameBytes(as: right)
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.hasSameBytes(as: $1) }
        case (.application, .application): true
        default: number != nil && number == other.number
        }
    }

    fileprivate func order(before other: LiquidValue, or equal: Bool) -> Bool {
        switch (self, other) {
        case (.integer(let left), .integer(let right)):
            return equal ? left <= right : left < right
        case (.text(let left), .text(let right)):
            return left.utf8.lexicographicallyPrecedes(right.utf8) || (equal && left.hasSameBytes(as: right))
        default:
            guard let left = number, let right = other.number else { return false }
            return equal ? left <= right : left < right
        }
    }

    fileprivate func contains(_ other: LiquidValue) -> Bool {
        switch (self, other) {
        case (_, .none), (_, .bool(false)): false
        case (.text(let text), _): !Array(text.utf8).matches(of: Array(other.text.utf8), limit: 1).isEmpty
        case (.list(let items), .text(let item)): items.contains { $0.hasSameBytes(as: item) }
        default: false
        }
    }
}

extension String {
    /// Equality of bytes, not of Unicode's canonical forms: that is Liquid's rule, and its cost is known.
    fileprivate func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
