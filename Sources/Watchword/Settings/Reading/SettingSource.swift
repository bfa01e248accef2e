/// Where a text was given, for the person who has to change it.
enum SettingSource: Sendable, Equatable, CustomStringConvertible {
    case flag(SettingName)
    case variable(SettingName)
    case file(path: String, line: Int?, SettingName)
    /// The content of a file that `pointer` names.
    case secretFile(path: String, pointer: String)
    /// The content of a file in the folder that systemd fills (systemd.exec(5), LoadCredential=).
    case credential(path: String)

    var description: String {
        switch self {
        case .flag(let name): name.flag
        case .variable(let name): "\(name.variable) (environment)"
        case .file(let path, let line, let name): "\(path)\(line.map { ":\($0)" } ?? "") (\(name.key))"
        case .secretFile(let path, let pointer): "file \(path), named by \(pointer)"
        case .credential(let path): "credential \(path)"
        }
    }
}

/// A text that somebody gave for a setting, not yet understood.
struct GivenValue: Sendable, Equatable {
    let text: String
    let source: SettingSource
}
