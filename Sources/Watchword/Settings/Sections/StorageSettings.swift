/// Where the server keeps what it knows, and for how long.
struct StorageSettings: SettingsSection {
    /// The path of a folder.
    let folder: String
    let logRetentionDays: Int

    static let title = "Storage"

    static let data = SettingKey(
        "data", .path(to: "folder"), default: "./data",
        """
        The folder of the database. It is made when missing. A relative path counts from the folder in which the \
        program was started.
        """)
    static let logRetention = SettingKey(
        "log_retention", .integer(1...3650, of: "days"), default: 30,
        "How many days the log of events that `/api/v2/logs` shows is kept.")

    static let declarations: [any SettingDeclaration] = [data, logRetention]

    init(reading reader: inout SettingReader) {
        folder = reader.value(of: Self.data)
        logRetentionDays = reader.value(of: Self.logRetention)
    }
}
