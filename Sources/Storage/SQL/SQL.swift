/// A statement, or a part of one: text that the programmer wrote, and values that travel beside it.
///
///     let sql: SQL = "SELECT name FROM users WHERE user_id = \(id) AND logins > \(3)"
///
/// An interpolated value becomes a placeholder and is bound; an interpolated `SQL` is inserted with its values. There is
/// no way from a `String` made at run time to the text. A literal must not hold a question mark: it would be taken for a
/// placeholder.
package struct SQL: Sendable, Equatable {
    /// The text, with a `?` for each value.
    let text: String
    /// What is bound, in the order of the placeholders.
    let values: [SQLValue]

    init(text: String, values: [SQLValue]) {
        self.text = text
        self.values = values
    }

    /// Text without values, known when the program is compiled: a list of columns, the name of a table.
    package init(raw text: StaticString) {
        self.init(text: "\(text)", values: [])
    }

    /// `?, ?, ?`: values for `IN (…)`. No values give `NULL`, so that `IN` is true for nothing; not meant for `NOT IN`.
    package static func list(_ values: some Collection<some SQLBindable>) -> SQL {
        guard !values.isEmpty else { return "NULL" }
        var text = "?"
        text.reserveCapacity(3 * values.count)
        for _ in 1..<values.count { text += ", ?" }
        return SQL(text: text, values: values.map(\.sqlValue))
    }

    /// The two parts, one after the other, with nothing between them.
    package static func + (left: SQL, right: SQL) -> SQL {
        SQL(text: left.text + right.text, values: left.values + right.values)
    }

    /// Appends a part, with nothing between.
    package static func += (left: inout SQL, right: SQL) {
        left = left + right
    }
}

extension SQL: ExpressibleByStringInterpolation {
    /// A statement without values.
    package init(stringLiteral text: String) {
        self.init(text: text, values: [])
    }

    /// A statement with its values.
    package init(stringInterpolation interpolation: Interpolation) {
        self.init(text: interpolation.text, values: interpolation.values)
    }

    /// What the compiler fills while it goes through an interpolated literal.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        /// Makes room once for text and values.
        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        /// Text that the programmer wrote.
        package mutating func appendLiteral(_ literal: String) {
            assert(!literal.utf8.contains(UInt8(ascii: "?")), "a question mark in SQL must be an interpolated value")
            text += literal
        }

        /// A value: bound, never text.
        package mutating func appendInterpolation(_ value: some SQLBindable) {
            text += "?"
            values.append(value.sqlValue)
        }

        /// A value or, for nil, NULL.
        package mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            text += "?"
            values.append(value?.sqlValue ?? .null)
        }

        /// A part of a statement, with its own values.
        package mutating func appendInterpolation(_ part: SQL) {
            text += part.text
            values += part.values
        }
    }
}

extension Sequence<SQL> {
    /// The parts in order, with the separator between them; nothing when there are none.
    package func joined(separator: SQL) -> SQL {
        var text = ""
        var values: [SQLValue] = []
        for (index, part) in enumerated() {
            if index > 0 {
                text += separator.text
                values += separator.values
            }
            text += part.text
            values += part.values
        }
        return SQL(text: text, values: values)
    }
}
