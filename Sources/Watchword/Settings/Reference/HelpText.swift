extension ConfigurationReference {
    /// The settings part of `--help`, at most 100 columns wide, without a line break at the end.
    static func helpText() -> String {
        let introduction = """
            SETTINGS
              Each is a flag, an environment variable or a key of the YAML file that --config names.
              Flags win over the environment, the environment wins over the file. A setting that is
              unknown or wrong stops the start.
            """
        let general = entry(of: SettingsFile.config)
        let sections = Settings.sections.map { section in
            "\(section.title.uppercased())\n" + section.declarations.map(entry(of:)).joined(separator: "\n")
        }
        return ([introduction, general] + sections).joined(separator: "\n\n")
    }

    private static func entry(of declaration: any SettingDeclaration) -> String {
        let name = declaration.name
        let heading =
            declaration.isSecret
            ? "  \(name.file.flag) FILE    \(name.file.variable)\n  or, without a file, \(name.variable)"
            : "  \(name.flag) \(declaration.placeholder)    \(name.variable)"
        let facts = "Value: \(declaration.expectation). Default: \(declaration.fallbackText)."
        return [heading, wrapped(declaration.summary), wrapped(facts)].joined(separator: "\n")
            .replacing("`", with: "")
    }

    /// Breaks between words, so that no line is longer than 100 columns, six of them for the margin.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > 94 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return (lines + [line]).map { "      \($0)" }.joined(separator: "\n")
    }
}
