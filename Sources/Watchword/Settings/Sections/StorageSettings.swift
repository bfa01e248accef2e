import Identity
import Storage

/// Where the server keeps what it knows, and for how long.
struct StorageSettings: SettingsSection {
    /// The path of a folder.
    let folder: String
    /// `nil`: a file in the folder.
    let database: PostgreSQLAddress?
    let connections: PostgreSQLDatabase.Size
    let logRetentionDays: Int

    static let title = "Storage"

    /// Where the store is.
    var place: SQLStore.Place { database.map { .postgreSQL($0, connections) } ?? .folder(folder) }

    static let data = SettingKey(
        "data", .path(to: "folder"), default: "./data",
        """
        The folder of the database. It is made when missing. A relative path counts from the folder in which the \
        program was started.
        """)
    static let databaseURL = SettingKey(
        secret: "database_url", .postgreSQLURL, otherwise: "none: a file in the folder `data`",
        """
        A PostgreSQL database instead of the file, as libpq's connection URL, such as \
        `postgresql://watchword@db1,db2/watchword?sslmode=verify-full`. What it leaves out comes from the usual `PG*` \
        variables, the password also from `~/.pgpass`. Any number of servers may share a database.
        """)
    static let databaseConnections = SettingKey(
        "database_connections", .integer(1...256, of: "connections"), default: 16,
        "How many connections to the database write. Each has a thread; one more carries events.")
    static let databaseReaders = SettingKey(
        "database_readers", .integer(1...256, of: "connections"), default: 4,
        "How many connections to the database read, for the Management API and `/userinfo`.")
    static let logRetention = SettingKey(
        "log_retention", .integer(1...3650, of: "days"), default: 30,
        "How many days the log of events that `/api/v2/logs` shows is kept.")

    static let declarations: [any SettingDeclaration] = [
        data, databaseURL, databaseConnections, databaseReaders, logRetention,
    ]

    init(reading reader: inout SettingReader) {
        folder = reader.value(of: Self.data)
        database = reader.value(of: Self.databaseURL)?.exposed
        var size = PostgreSQLDatabase.Size()
        size.writers = reader.value(of: Self.databaseConnections)
        size.readers = reader.value(of: Self.databaseReaders)
        connections = size
        logRetentionDays = reader.value(of: Self.logRetention)
    }
}
