/// A value as an engine stores it. Times are integers: microseconds since 1970.
package enum SQLValue: Sendable, Equatable {
    /// No value.
    case null
    /// A whole number of 64 bits with a sign.
    case integer(Int64)
    /// Text in UTF-8.
    case text(String)
    /// Bytes as they are.
    case bytes([UInt8])
}

/// A type whose values may stand in an interpolation of `SQL`, where they are bound and never become text.
package protocol SQLBindable {
    /// The value that the engine gets.
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable {
    /// The value itself.
    package var sqlValue: SQLValue { self }
}

extension String: SQLBindable {
    /// The text.
    package var sqlValue: SQLValue { .text(self) }
}

extension Int: SQLBindable {
    /// The number, in 64 bits.
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
    /// The number.
    package var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLBindable {
    /// 1 or 0.
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension [UInt8]: SQLBindable {
    /// The bytes.
    package var sqlValue: SQLValue { .bytes(self) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    /// The wrapped value, or NULL.
    package var sqlValue: SQLValue {
        switch self {
        case .some(let value): value.sqlValue
        case .none: .null
        }
    }
}
