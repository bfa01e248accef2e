/// Everything that the operator decides, as plain values; one section a file.
struct Settings: Sendable {
    let listen: ListenSettings
    let storage: StorageSettings
    let keys: KeySettings
    let admin: AdminSettings
    let gateway: GatewaySettings
    let limits: LimitSettings
    let operations: OperationsSettings
    let log: LogSettings

    /// The sections in the order of the reference page.
    static let sections: [any SettingsSection.Type] = [
        ListenSettings.self, StorageSettings.self, KeySettings.self, AdminSettings.self, GatewaySettings.self,
        LimitSettings.self, OperationsSettings.self, LogSettings.self,
    ]

    /// Every setting there is. A name that is not here is refused wherever it appears.
    static let declarations: [any SettingDeclaration] = [SettingsFile.config] + sections.flatMap { $0.declarations }

    init(reading reader: inout SettingReader) {
        listen = ListenSettings(reading: &reader)
        storage = StorageSettings(reading: &reader)
        keys = KeySettings(reading: &reader)
        admin = AdminSettings(reading: &reader)
        gateway = GatewaySettings(reading: &reader)
        limits = LimitSettings(reading: &reader)
        operations = OperationsSettings(reading: &reader)
        log = LogSettings(reading: &reader)
        _ = reader.value(of: SettingsFile.config)
    }
}

/// Settings about one subject.
protocol SettingsSection: Sendable {
    /// The heading on the reference page.
    static var title: String { get }
    static var declarations: [any SettingDeclaration] { get }

    /// Reads every declared setting, and checks what two of them must have in common.
    init(reading reader: inout SettingReader)
}
