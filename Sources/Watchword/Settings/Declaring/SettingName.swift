/// The name of a setting, and the three ways of writing it.
struct SettingName: Sendable, Hashable {
    /// As in the settings file: `gateway_timeout`.
    let key: String

    init(_ key: String) {
        self.key = key
    }

    /// As on the command line: `--gateway-timeout`.
    var flag: String { "--" + key.replacing("_", with: "-") }

    /// As in the environment: `WATCHWORD_GATEWAY_TIMEOUT`.
    var variable: String { Self.variablePrefix + key.uppercased() }

    /// The name under which a file that holds this setting's value is given: `master_key_file`.
    var file: SettingName { SettingName(key + "_file") }

    /// What every environment variable of ours begins with; nothing else may.
    static let variablePrefix = "WATCHWORD_"
}
