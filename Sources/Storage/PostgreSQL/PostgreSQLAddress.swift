import CLibPQ
import Glibc

/// Where the database is: a connection URL of libpq (`postgresql://user@host1,host2/name?…`). What it leaves out comes from the
/// usual `PG*` variables and files.
package struct PostgreSQLAddress: Sendable, Equatable, CustomStringConvertible {
    private let url: String

    /// Nil for what is no connection URL.
    package init?(_ url: String) {
        guard url.hasPrefix("postgresql://") || url.hasPrefix("postgres://") else { return nil }
        let options = PQconninfoParse(url, nil)
        guard options != nil else { return nil }
        PQconninfoFree(options)
        self.url = url
    }

    /// Host and database, without user and password.
    package var description: String {
        let given = PostgreSQLAddress.values(of: url)
        return "PostgreSQL (\(given["host"] ?? "host by PGHOST"), database \(given["dbname"] ?? "by PGDATABASE"))"
    }

    /// What makes a lost server noticed and a slow statement end, where the URL says nothing of it. Milliseconds, but for
    /// `connect_timeout` and the keepalives, which are in seconds.
    private static let usual: [(name: String, value: String)] = [
        ("connect_timeout", "5"), ("target_session_attrs", "read-write"), ("fallback_application_name", "watchword"),
        ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "15000"),
        ("options", "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"),
    ]

    /// Connects, or fails; blocks meanwhile. Nil only without memory.
    func connect() -> OpaquePointer? {
        let given = PostgreSQLAddress.values(of: url)
        let parameters =
            PostgreSQLAddress.usual.filter { given[$0.name] == nil } + [("client_encoding", "UTF8"), ("dbname", url)]
        return PostgreSQLAddress.withPointers(parameters.map(\.0)) { names in
            PostgreSQLAddress.withPointers(parameters.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
    }

    /// What the URL itself says, by libpq's names.
    private static func values(of url: String) -> [String: String] {
        guard let first = PQconninfoParse(url, nil) else { return [:] }
        defer { PQconninfoFree(first) }
        var values: [String: String] = [:]
        var option = first
        while let name = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: name)] = String(cString: value) }
            option += 1
        }
        return values
    }

    /// Hands a list of C strings to the closure, ended by NULL.
    private static func withPointers<T>(_ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> T) -> T {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return (copies + [nil]).map { UnsafePointer($0) }.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
