/// Settings that hold, and what the operator should hear about them nevertheless.
struct LoadedSettings: Sendable {
    let settings: Settings
    /// One sentence each, for the log.
    let warnings: [String]
}

/// Reads all settings, once, at the start. Flags win over the environment, the environment over the settings file.
enum SettingsLoader {
    /// Pure, except through `readFile`. `flags` are the arguments after the command's name; `isTerminal` says whether
    /// the log goes to a terminal.
    static func load(
        flags: [String],
        environment: [String: String],
        isTerminal: Bool,
        readFile: (String) -> Result<SettingsFile.Content, SettingsFile.Problem> = SettingsFile.read
    ) -> Result<LoadedSettings, SettingsComplaints> {
        let table = SettingTable(Settings.declarations)
        var given = GivenValues()
        var findings = Findings()

        var flagReader = FlagReader(flags, table: table)
        flagReader.read(into: &given, findings: &findings)
        EnvironmentReader(table: table).read(environment, into: &given, findings: &findings)
        readSettingsFile(table: table, readFile: readFile, into: &given, findings: &findings)
        withoutActuallyEscaping(readFile) { readFile in
            SecretFiles(table: table, credentialsFolder: environment["CREDENTIALS_DIRECTORY"], readFile: readFile)
                .read(into: &given, findings: &findings)
        }

        var reader = SettingReader(given, isTerminal: isTerminal, findings: findings)
        let settings = Settings(reading: &reader)
        guard reader.findings.complaints.isEmpty else {
            return .failure(SettingsComplaints(complaints: reader.findings.complaints))
        }
        return .success(LoadedSettings(settings: settings, warnings: reader.findings.warnings))
    }

    private static func readSettingsFile(
        table: SettingTable,
        readFile: (String) -> Result<SettingsFile.Content, SettingsFile.Problem>,
        into given: inout GivenValues,
        findings: inout Findings
    ) {
        guard let named = given[SettingsFile.config.name].first, !named.text.isEmpty else { return }
        switch readFile(named.text) {
        case .success(let content):
            guard let text = String(validating: content.bytes, as: UTF8.self) else {
                given.isComplete = false
                return findings.complain(at: named.text, "is not text", expected: "YAML in UTF-8")
            }
            YAMLReader(table: table, path: named.text).read(text, into: &given, findings: &findings)
        case .failure(let problem):
            given.isComplete = false
            findings.complain(
                at: named.source, "\(quotation(of: named.text)) \(problem.sentence)",
                expected: SettingsFile.config.expectation)
        }
    }
}
