/// Turns texts into values for the sections. A wrong text is complained about once and read as the default, so that
/// the reading goes on and finds what else is wrong.
struct SettingReader {
    let given: GivenValues
    /// Whether the log goes to a terminal, where a person reads it.
    let isTerminal: Bool
    private(set) var findings: Findings
    private(set) var namesRead: Set<SettingName> = []

    init(_ given: GivenValues, isTerminal: Bool, findings: Findings) {
        self.given = given
        self.isTerminal = isTerminal
        self.findings = findings
    }

    /// The value that counts. Values that are overridden are checked too: they wait there for the next change.
    mutating func value<Value>(of key: SettingKey<Value>) -> Value {
        namesRead.insert(key.name)
        let values = given[key.name].map { (text: GivenValue) -> Value? in value(of: key, from: text) }
        guard case .some(.some(let first)) = values.first else { return key.fallback }
        return first
    }

    /// Whether anybody gave the setting, rightly or wrongly.
    func isGiven(_ declaration: some SettingDeclaration) -> Bool {
        given.isMentioned(declaration.name)
    }

    /// Complains when only one of two settings that need each other is given.
    mutating func requireBoth(_ one: some SettingDeclaration, _ other: some SettingDeclaration) {
        guard given.isComplete, isGiven(one) != isGiven(other) else { return }
        let (present, absent) = isGiven(one) ? (one.name, other.name) : (other.name, one.name)
        let place = given[present].first?.source.description ?? present.key
        findings.complain(at: place, "is given, but \(absent.key) is not", expected: "both or neither")
    }

    mutating func warn(_ warning: String) {
        findings.warn(warning)
    }

    private mutating func value<Value>(of key: SettingKey<Value>, from given: GivenValue) -> Value? {
        guard !given.text.isEmpty || key.isList else {
            findings.complain(
                at: given.source, "is empty",
                expected: "\(key.expectation); leave it out for the default, \(key.fallbackText)")
            return nil
        }
        do throws(Malformed) {
            return try key.kind.parse(given.text)
        } catch {
            let shown = key.isSecret ? "its value (not shown)" : quotation(of: given.text)
            findings.complain(at: given.source, "\(shown) \(error.reason)", expected: key.expectation)
            return nil
        }
    }
}
