/// Everything that was given, by name and in the order that decides: flags over environment over settings file.
struct GivenValues: Sendable {
    /// Who wins, best first.
    enum Rank: Int, Sendable {
        case flag, environment, file
    }

    private var values: [SettingName: [Rank: GivenValue]] = [:]
    /// What was given in a file or a folder for secrets; wins over everything given directly.
    private var secrets: [SettingName: GivenValue] = [:]
    private var mentioned: Set<SettingName> = []

    /// Whether every source could be read. If not, a missing setting may stand in the part that could not.
    var isComplete = true

    /// Files a value; `false` when this source has given one already, which is then kept.
    mutating func add(_ value: GivenValue, for name: SettingName, rank: Rank) -> Bool {
        mentioned.insert(name)
        guard values[name]?[rank] == nil else { return false }
        values[name, default: [:]][rank] = value
        return true
    }

    /// Files the text of a secret that stood in a file.
    mutating func add(secret value: GivenValue, for name: SettingName) {
        mentioned.insert(name)
        secrets[name] = value
    }

    /// Notes that somebody tried to give this setting, though its value could not be had.
    mutating func mention(_ name: SettingName) {
        mentioned.insert(name)
    }

    /// All values for a name; the first one counts, the others are only checked.
    subscript(name: SettingName) -> [GivenValue] {
        let direct = (values[name] ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
        return (secrets[name].map { [$0] } ?? []) + direct
    }

    func isMentioned(_ name: SettingName) -> Bool { mentioned.contains(name) }
}
