/// How an engine wants its statements spelled.
package enum SQLDialect: Sendable {
    /// Debian's libsqlite3: a bound value is a `?`.
    case sqlite
}

extension SQL {
    /// The text of the statement for an engine, with a placeholder where each of `values` belongs, in order.
    package func text(for dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite: text
        }
    }
}
