import Identity

/// A setting, declared once: flag, variable, key in the file, `--help` and `docs/configuration.md` all come from here.
struct SettingKey<Value: Sendable>: SettingDeclaration {
    let name: SettingName
    let kind: SettingKind<Value>
    /// The value when nobody gives one.
    let fallback: Value
    let fallbackText: String
    let isSecret: Bool
    let summary: String

    /// A setting with a default.
    init(_ name: String, _ kind: SettingKind<Value>, default fallback: Value, _ summary: String) {
        self.name = SettingName(name)
        self.kind = kind
        self.fallback = fallback
        fallbackText = "`\(kind.show(fallback))`"
        isSecret = false
        self.summary = summary
    }

    /// A setting that may be left out; `otherwise` says, for the reader, what holds then.
    init<Wrapped>(_ name: String, _ kind: SettingKind<Wrapped>, otherwise: String, _ summary: String)
    where Value == Wrapped? {
        self.name = SettingName(name)
        self.kind = kind.map({ $0 }, show: { $0.map(kind.show) ?? "" })
        fallback = nil
        fallbackText = otherwise
        isSecret = false
        self.summary = summary
    }

    /// A secret: never accepted from a flag or the settings file, never shown, and it has a `_FILE` twin.
    init<Wrapped>(secret name: String, _ kind: SettingKind<Wrapped>, otherwise: String, _ summary: String)
    where Value == Secret<Wrapped>? {
        self.name = SettingName(name)
        self.kind = kind.map({ Secret($0) }, show: { _ in "" })
        fallback = nil
        fallbackText = otherwise
        isSecret = true
        self.summary = summary
    }

    var expectation: String { kind.expectation }
    var placeholder: String { kind.placeholder }
    var isList: Bool { kind.isList }

    func accepts(_ text: String) -> Bool {
        do throws(Malformed) {
            _ = try kind.parse(text)
            return true
        } catch {
            return false
        }
    }
}

/// What the readers and the reference page need to know of a setting, whatever its type.
protocol SettingDeclaration: Sendable {
    var name: SettingName { get }
    /// The sentences of the reference page: what it does, not what it looks like.
    var summary: String { get }
    /// What a value looks like, range and unit included, after "expected".
    var expectation: String { get }
    /// One word for a value in `--help`.
    var placeholder: String { get }
    /// What holds when nobody gives a value, in Markdown.
    var fallbackText: String { get }
    var isSecret: Bool { get }
    var isList: Bool { get }

    func accepts(_ text: String) -> Bool
}
