import Foundation
import Identity
import Storage

/// A part of PostgreSQL of one test's own: a schema in the database of `WATCHWORD_TEST_DATABASE_URL`. It stays there, for the
/// database is the tests' alone and goes with them.
package struct TestDatabase: Sendable {
    private static let url = ProcessInfo.processInfo.environment["WATCHWORD_TEST_DATABASE_URL"]
    /// Whether the tests were given a database.
    package static var isThere: Bool { url != nil }

    /// Where a store finds it.
    package let place: SQLStore.Place
    /// The same for a single connection.
    package let address: PostgreSQLAddress
    private let whole: PostgreSQLAddress
    private let name: String

    /// Makes a new, empty one.
    package init(writers: Int = 2, readers: Int = 1) async throws {
        guard let url = TestDatabase.url, let whole = PostgreSQLAddress(url) else { throw NoDatabase() }
        self.whole = whole
        let schema = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try PostgreSQLDatabase.script("CREATE SCHEMA \(schema)", at: whole)
        name = schema
        let joint = url.contains("?") ? "&" : "?"
        guard
            let own = PostgreSQLAddress(
                "\(url)\(joint)options=-csearch_path%3D\(schema)%20-cidle_session_timeout%3D5000&application_name=\(schema)"
            )
        else { throw NoDatabase() }
        address = own
        var size = PostgreSQLDatabase.Size()
        (size.writers, size.readers) = (writers, readers)
        place = .postgreSQL(own, size)
    }

    /// Ends all its connections, as a restart of the server would.
    package func endConnections() throws {
        try PostgreSQLDatabase.script(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(name)'", at: whole)
    }

    /// `WATCHWORD_TEST_DATABASE_URL` is not set, or is no connection URL.
    package struct NoDatabase: Error {}
}
