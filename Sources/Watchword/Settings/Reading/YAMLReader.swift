import Yams

/// Reads the settings file: one YAML mapping from names to values, some of which may be lists.
struct YAMLReader {
    let table: SettingTable
    /// As the operator wrote it, for complaints.
    let path: String

    /// Takes every key of the file and files it, or a complaint about it.
    func read(_ text: String, into given: inout GivenValues, findings: inout Findings) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            given.isComplete = false
            return complain(about: error, findings: &findings)
        }
        switch root {
        case nil: return
        case .mapping(let mapping)?:
            for (key, value) in mapping { take(key, value, into: &given, findings: &findings) }
        case let other?:
            // A file of comments only is read as one empty scalar.
            guard other.null == nil else { return }
            given.isComplete = false
            findings.complain(at: place(other), "is no list of settings", expected: "lines such as \"port: 3000\"")
        }
    }

    private func take(_ key: Node, _ value: Node, into given: inout GivenValues, findings: inout Findings) {
        guard case .scalar(let scalar) = key, let meaning = table.meaning(of: SettingName(scalar.string)),
            scalar.string != SettingsFile.config.name.key
        else { return refuseUnknown(key, findings: &findings) }
        let name = SettingName(scalar.string)
        let source = SettingSource.file(path: path, line: key.mark?.line, name)
        let text: String
        switch meaning {
        case .secret:
            return findings.complain(
                at: source, "secrets are not accepted in the settings file",
                expected: "\(name.file.key): FILE, or \(name.variable) in the environment")
        case .value(let declaration):
            guard let found = self.text(of: value, isList: declaration.isList) else {
                return findings.complain(
                    at: source, "has a value of the wrong shape", expected: declaration.expectation)
            }
            text = found
        case .secretFile:
            guard let found = self.text(of: value, isList: false) else {
                return findings.complain(at: source, "has a value of the wrong shape", expected: "the path of a file")
            }
            text = found
        }
        guard given.add(GivenValue(text: text, source: source), for: name, rank: .file) else {
            return findings.complain(at: source, "is given more than once", expected: "one value")
        }
    }

    /// Texts are taken as they are written (`3000`, `"3000"`); a key without a value gives the empty text.
    private func text(of value: Node, isList: Bool) -> String? {
        switch value {
        case .scalar(let scalar):
            return value.null == nil ? scalar.string : ""
        case .sequence(let items) where isList:
            let texts = items.compactMap { $0.null == nil ? $0.scalar?.string : nil }
            return texts.count == items.count ? texts.joined(separator: ",") : nil
        case .sequence, .mapping, .alias:
            return nil
        }
    }

    private func refuseUnknown(_ key: Node, findings: inout Findings) {
        guard let written = key.scalar?.string else {
            return findings.complain(at: place(key), "has a key that is no text", expected: "a name such as port")
        }
        if written == SettingsFile.config.name.key {
            return findings.complain(
                at: place(key), "a settings file cannot name another one",
                expected: "\(SettingsFile.config.name.flag) or \(SettingsFile.config.name.variable)")
        }
        findings.complain(
            at: place(key), "\(quotation(of: written)) is no setting of Watchword",
            expected: table.nearest(to: written).map { "perhaps \($0.key)" } ?? "one of the keys that --help lists")
    }

    private func place(_ node: Node) -> String {
        path + (node.mark.map { ":\($0.line)" } ?? "")
    }

    /// The parser's own sentence and line, without the text around it, which may be anything.
    private func complain(about error: any Error, findings: inout Findings) {
        let expected = "a YAML mapping such as \"port: 3000\""
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            findings.complain(at: "\(path):\(mark.line)", "is not YAML: \(problem)", expected: expected)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map(quotation(of:)).joined(separator: ", ")
            findings.complain(
                at: "\(path):\(context.mark.line)", "\(names) given more than once", expected: "one value")
        default:
            findings.complain(at: path, "is not YAML", expected: expected)
        }
    }
}
