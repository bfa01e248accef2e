/// Reads what the command line gives: `--port 3000` or `--port=3000`, each at most once.
struct FlagReader {
    let table: SettingTable
    private var arguments: ArraySlice<String>

    init(_ arguments: [String], table: SettingTable) {
        self.table = table
        self.arguments = arguments[...]
    }

    /// Takes every argument and files it, or a complaint about it.
    mutating func read(into given: inout GivenValues, findings: inout Findings) {
        while let argument = arguments.popFirst() {
            guard argument.hasPrefix("--"), argument != "--" else {
                let shown = table.couldBeSecret(argument) ? "(not shown: it may be a secret)" : quotation(of: argument)
                findings.complain(at: "command line", "unexpected argument \(shown)", expected: "--flag value")
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let attached = parts.count == 2 ? parts[1] : nil
            if let name = table.name(flag: parts[0]), let meaning = table.meaning(of: name) {
                take(name, meaning, attached: attached, into: &given, findings: &findings)
            } else {
                refuseUnknown(parts[0], attached: attached, findings: &findings)
            }
        }
    }

    private mutating func take(
        _ name: SettingName, _ meaning: SettingTable.Meaning, attached: String?,
        into given: inout GivenValues, findings: inout Findings
    ) {
        switch meaning {
        case .secret:
            // Whatever follows is the secret: it is swallowed, so that no later complaint repeats it.
            if attached == nil, let next = arguments.first, !isKnownFlag(next) { arguments.removeFirst() }
            findings.complain(
                at: name.flag, "secrets are not accepted by flag, because everyone on the machine can see flags",
                expected: "\(name.file.flag) FILE, or \(name.variable) in the environment")
        case .value, .secretFile:
            guard let text = attached ?? nextValue() else {
                return findings.complain(at: name.flag, "has no value", expected: "\(name.flag) VALUE")
            }
            guard given.add(GivenValue(text: text, source: .flag(name)), for: name, rank: .flag) else {
                return findings.complain(at: name.flag, "is given more than once", expected: "one value")
            }
        }
    }

    private mutating func refuseUnknown(_ flag: String, attached: String?, findings: inout Findings) {
        if attached == nil { _ = nextValue() }
        let nearest = table.nearest(to: String(flag.dropFirst(2)))
        findings.complain(
            at: quotation(of: flag), "is no flag of Watchword",
            expected: nearest.map { "perhaps \($0.flag)" } ?? "one of the flags that --help lists")
    }

    /// The next argument, unless that is a flag. A single dash is no flag: it may be a negative number.
    private mutating func nextValue() -> String? {
        guard let next = arguments.first, !next.hasPrefix("--") else { return nil }
        return arguments.popFirst()
    }

    private func isKnownFlag(_ argument: String) -> Bool {
        let flag = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
        return table.name(flag: flag) != nil
    }
}
