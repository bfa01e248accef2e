import Logging

/// What the program says about itself while it runs.
struct LogSettings: SettingsSection {
    let format: Format
    let level: Logger.Level

    /// How a line of the log is written.
    enum Format: Sendable {
        case text, json
    }

    /// What the operator may ask for.
    enum FormatChoice: String, Sendable, CaseIterable {
        case auto, text, json
    }

    static let title = "Log"

    static let format = SettingKey(
        "log_format", .choice, default: FormatChoice.auto,
        "How the log is written: `auto` is text on a terminal and else one JSON object a line.")
    static let level = SettingKey(
        "log_level", .choice, default: Logger.Level.info,
        "The least important messages that are still written.")

    static let declarations: [any SettingDeclaration] = [format, level]

    init(reading reader: inout SettingReader) {
        format =
            switch reader.value(of: Self.format) {
            case .auto: reader.isTerminal ? .text : .json
            case .text: .text
            case .json: .json
            }
        level = reader.value(of: Self.level)
    }
}
