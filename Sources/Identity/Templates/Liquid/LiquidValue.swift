/// A value inside Liquid.
enum LiquidValue: Sendable {
    case none
    case bool(Bool)
    case integer(Int)
    case decimal(Double)
    case text(String)
    /// What `split` makes; there are no other lists.
    case list([String])
    /// The object `application`, which has a `name`.
    case application(name: String)
    /// The words `empty` and `blank`, which mean something only in a comparison.
    case empty, blank

    /// An item that may not exist.
    init(item: String?) {
        self = item.map(LiquidValue.text) ?? .none
    }

    /// The items of a list; none for what is no list.
    var items: [String] {
        if case .list(let items) = self { items } else { [] }
    }

    /// How it is printed.
    var text: String {
        switch self {
        case .none, .application, .empty, .blank: ""
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .decimal(let value): "\(value)"
        case .text(let text): text
        case .list(let items): items.joined()
        }
    }

    var isNone: Bool {
        if case .none = self { true } else { false }
    }

    var isTruthy: Bool {
        switch self {
        case .none, .bool(false): false
        default: true
        }
    }

    var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .list(let items): items.isEmpty
        default: false
        }
    }

    /// Empty, nil, false, or text of nothing but whitespace.
    var isBlank: Bool {
        switch self {
        case .none, .bool(false): true
        case .text(let text): text.utf8.allSatisfy(\.isLiquidSpace)
        default: isEmpty
        }
    }

    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .decimal(let value): value
        default: nil
        }
    }

    /// A whole number, or text that spells one: what filters take as a length or an offset.
    var wholeNumber: Int? {
        switch self {
        case .integer(let value): value
        case .text(let text): Int(text)
        default: nil
        }
    }

    /// Characters (Unicode scalars, as Liquid counts) of a text or items of a list; nil for what has no size.
    var size: Int? {
        switch self {
        case .text(let text): text.unicodeScalars.count
        case .list(let items): items.count
        case .application: 1
        default: nil
        }
    }

    /// Bytes that handling it costs; an item of a list counts for its place in memory too.
    var weight: Int {
        switch self {
        case .text(let text): text.utf8.count + 1
        case .list(let items): items.reduce(1) { $0 + $1.utf8.count + 16 }
        default: 1
        }
    }
}
