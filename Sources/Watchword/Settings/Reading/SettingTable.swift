/// All names under which something may be given, and what each of them means.
struct SettingTable: Sendable {
    /// What a name that was found stands for.
    enum Meaning: Sendable {
        /// The value itself stands there.
        case value(any SettingDeclaration)
        /// The value itself stands there, and must not be seen.
        case secret(any SettingDeclaration)
        /// The path of the file that holds a secret stands there.
        case secretFile(of: any SettingDeclaration)
    }

    let declarations: [any SettingDeclaration]
    private let meanings: [SettingName: Meaning]
    private let flags: [String: SettingName]
    private let variables: [String: SettingName]

    init(_ declarations: [any SettingDeclaration]) {
        var meanings: [SettingName: Meaning] = [:]
        for declaration in declarations {
            meanings[declaration.name] = declaration.isSecret ? .secret(declaration) : .value(declaration)
            if declaration.isSecret { meanings[declaration.name.file] = .secretFile(of: declaration) }
        }
        self.declarations = declarations
        self.meanings = meanings
        flags = Dictionary(uniqueKeysWithValues: meanings.keys.map { ($0.flag, $0) })
        variables = Dictionary(uniqueKeysWithValues: meanings.keys.map { ($0.variable, $0) })
    }

    var secrets: [any SettingDeclaration] { declarations.filter(\.isSecret) }

    func name(flag: String) -> SettingName? { flags[flag] }
    func name(variable: String) -> SettingName? { variables[variable] }
    func meaning(of name: SettingName) -> Meaning? { meanings[name] }

    /// Whether a text in the wrong place may be a secret and so must not be repeated.
    func couldBeSecret(_ text: String) -> Bool {
        secrets.contains { $0.accepts(text) }
    }

    /// The known name that somebody probably meant, however they wrote it.
    func nearest(to mistyped: String) -> SettingName? {
        let wanted = mistyped.lowercased().replacing("-", with: "_")
        let tolerance = max(2, wanted.count / 4)
        return meanings.keys
            .map { (name: $0, distance: editDistance(wanted, $0.key)) }
            .filter { $0.distance <= tolerance }
            .min { ($0.distance, $0.name.key) < ($1.distance, $1.name.key) }?
            .name
    }
}

/// How many letters must be added, removed or changed to get from one word to the other (Levenshtein).
private func editDistance(_ one: String, _ other: String) -> Int {
    let target = Array(other)
    var row = Array(0...target.count)
    for letter in one {
        var diagonal = row[0]
        row[0] += 1
        for index in target.indices {
            let change = diagonal + (letter == target[index] ? 0 : 1)
            diagonal = row[index + 1]
            row[index + 1] = min(change, diagonal + 1, row[index] + 1)
        }
    }
    return row[target.count]
}
