extension Migrator {
    /// All steps that this program knows, oldest first. A step that has landed is never edited: a new one follows it.
    package static func all(for dialect: SQLDialect) -> Migrator { steps(for: dialect, upTo: .max) }

    /// The steps that an older program knew, up to a number: with them a test makes a store as it was then.
    package static func steps(for dialect: SQLDialect, upTo number: Int) -> Migrator {
        Migrator([.initial(dialect), .browserLogin(dialect)].filter { $0.number <= number }.map(dialect.spelled))
    }
}

/// What engines spell differently when a table is made.
extension SQLDialect {
    /// The type of a column of bytes.
    var bytes: String {
        switch self {
        case .sqlite: "BLOB"
        case .postgreSQL: "BYTEA"
        }
    }

    /// Follows the definition of a table of short rows that is only ever asked by its primary key: the rows stand in the
    /// key's index, and there is no second tree to write.
    var keyed: String {
        switch self {
        case .sqlite: "WITHOUT ROWID"
        // Rows that change with every login stay on their page, so that no index hears of it, and old versions go soon.
        case .postgreSQL: "WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02)"
        }
    }

    /// A step as the engine wants it: texts are compared byte by byte, as SQLite does.
    fileprivate func spelled(_ step: Migration) -> Migration {
        switch self {
        case .sqlite: step
        case .postgreSQL:
            Migration(
                number: step.number, name: step.name,
                script: step.script.replacing(" TEXT", with: " TEXT COLLATE \"C\""))
        }
    }
}
