extension Migrator {
    /// All steps that this program knows, oldest first. A step that has landed is never edited: a new one follows it.
    package static func all(for dialect: SQLDialect) -> Migrator { steps(for: dialect, upTo: .max) }

    /// The steps that an older program knew, up to a number: with them a test makes a store as it was then.
    package static func steps(for dialect: SQLDialect, upTo number: Int) -> Migrator {
        Migrator([.initial(dialect), .browserLogin(dialect)].filter { $0.number <= number })
    }
}

/// What engines spell differently when a table is made.
extension SQLDialect {
    /// The type of a column of bytes.
    var bytes: String {
        switch self {
        case .sqlite: "BLOB"
        }
    }

    /// Follows the definition of a table of short rows that is only ever asked by its primary key: the rows stand in the
    /// key's index, and there is no second tree to write.
    var keyed: String {
        switch self {
        case .sqlite: "WITHOUT ROWID"
        }
    }
}
