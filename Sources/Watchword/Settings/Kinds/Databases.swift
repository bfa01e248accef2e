import Storage

extension SettingKind<PostgreSQLAddress> {
    /// A connection URL of PostgreSQL. It may hold a password, so it is a secret.
    static let postgreSQLURL = Self(
        expectation: "a connection URL of PostgreSQL: postgresql://user@host:port/database?parameter=value",
        placeholder: "URL",
        parse: { text throws(Malformed) in
            guard text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") else {
                throw Malformed("does not begin with postgresql://")
            }
            guard let address = PostgreSQLAddress(text) else { throw Malformed("cannot be read by libpq") }
            return address
        },
        show: { $0.description })
}
