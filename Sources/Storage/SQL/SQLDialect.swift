/// How an engine wants its statements spelled.
package enum SQLDialect: Sendable {
    /// Debian's libsqlite3: a bound value is a `?`.
    case sqlite
    /// PostgreSQL and what speaks its protocol: a bound value is `$1`, `$2` …
    case postgreSQL
}

extension SQL {
    /// The text of the statement for an engine, with a placeholder where each of `values` belongs, in order.
    package func text(for dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite: return text
        case .postgreSQL:
            var numbered = ""
            numbered.reserveCapacity(text.utf8.count + 2 * values.count)
            var number = 0
            for part in text.split(separator: "?", omittingEmptySubsequences: false) {
                if number > 0 { numbered += "$\(number)" }
                numbered += part
                number += 1
            }
            return numbered
        }
    }
}
