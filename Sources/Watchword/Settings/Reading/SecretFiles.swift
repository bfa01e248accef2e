/// Fetches secrets from where they should be: a file that the `_FILE` twin names, else systemd's credentials folder
/// (systemd.exec(5)), else, already filed, the environment.
struct SecretFiles {
    let table: SettingTable
    /// `CREDENTIALS_DIRECTORY`, when systemd has set it.
    let credentialsFolder: String?
    let readFile: (String) -> Result<SettingsFile.Content, SettingsFile.Problem>

    func read(into given: inout GivenValues, findings: inout Findings) {
        for secret in table.secrets {
            let direct = given[secret.name]
            if let pointer = given[secret.name.file].first {
                given.mention(secret.name)
                if let also = direct.first {
                    findings.complain(
                        at: pointer.source, "\(also.source) is set as well", expected: "one of the two")
                } else if let value = read(secret, namedBy: pointer, findings: &findings) {
                    given.add(secret: value, for: secret.name)
                }
            } else if let value = readCredential(of: secret, given: &given, findings: &findings) {
                given.add(secret: value, for: secret.name)
                for also in direct {
                    findings.warn("\(also.source) is not used, because there is a \(value.source)")
                }
            }
        }
    }

    private func read(
        _ secret: any SettingDeclaration, namedBy pointer: GivenValue, findings: inout Findings
    ) -> GivenValue? {
        let path = pointer.text
        guard !path.isEmpty else {
            findings.complain(at: pointer.source, "is empty", expected: "the path of a file")
            return nil
        }
        switch readFile(path) {
        case .success(let content):
            let source = SettingSource.secretFile(path: path, pointer: pointer.source.description)
            // 0o044: readable by the group or by everyone.
            if content.permissions & 0o044 != 0 {
                findings.warn("\(source), can be read by others than its owner: `chmod 600` it")
            }
            return value(of: content, from: source, findings: &findings)
        case .failure(let problem):
            // Whoever puts the secret itself where its file's path belongs must not find it in the logs.
            let shown =
                table.couldBeSecret(path)
                ? "the file (its name is not shown: it may be the secret)" : quotation(of: path)
            findings.complain(
                at: pointer.source, "\(shown) \(problem.sentence)",
                expected: "the path of a file that holds \(secret.expectation)")
            return nil
        }
    }

    /// `watchword-master-key`, for folders shared by several services, or `master_key`.
    private func readCredential(
        of secret: any SettingDeclaration, given: inout GivenValues, findings: inout Findings
    ) -> GivenValue? {
        guard let credentialsFolder, !credentialsFolder.isEmpty else { return nil }
        for name in ["watchword" + secret.name.flag.dropFirst(), secret.name.key] {
            let source = SettingSource.credential(path: "\(credentialsFolder)/\(name)")
            switch readFile("\(credentialsFolder)/\(name)") {
            case .success(let content):
                given.mention(secret.name)
                return value(of: content, from: source, findings: &findings)
            case .failure(.missing):
                continue
            case .failure(let problem):
                given.mention(secret.name)
                findings.complain(at: source, problem.sentence, expected: secret.expectation)
                return nil
            }
        }
        return nil
    }

    /// The text of the file; line breaks at its end belong to the editor, not to the secret.
    private func value(
        of content: SettingsFile.Content, from source: SettingSource, findings: inout Findings
    ) -> GivenValue? {
        guard let text = String(validating: content.bytes, as: UTF8.self) else {
            findings.complain(at: source, "is not text", expected: "UTF-8")
            return nil
        }
        let end = text.unicodeScalars.lastIndex { $0 != "\n" && $0 != "\r" }
        let trimmed = end.map { String(text.unicodeScalars[...$0]) } ?? ""
        return GivenValue(text: trimmed, source: source)
    }
}
