/// A JSON value (RFC 8259). Whole numbers that fit 64 bits stay whole, so that what came in goes out unchanged.
package enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// The text, if this is a string.
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The truth value, if this is one.
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The whole number, if this is one.
    package var integer: Int? { if case .integer(let value) = self { Int(exactly: value) } else { nil } }
    /// The items, if this is an array.
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    /// The members, if this is an object.
    package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    /// The texts, if this is an array of nothing but strings.
    package var strings: [String]? {
        guard case .array(let items) = self else { return nil }
        let texts = items.compactMap(\.string)
        return texts.count == items.count ? texts : nil
    }
    /// Whether this is `null`.
    package var isNull: Bool { if case .null = self { true } else { false } }

    /// An array of strings.
    package static func strings(_ values: some Sequence<String>) -> JSON { .array(values.map { .string($0) }) }
    /// A whole number.
    package static func int(_ value: Int) -> JSON { .integer(Int64(value)) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        var object = JSONObject()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
    package init(nilLiteral: ()) { self = .null }
}
