/// What there is to set, written for people, from the declarations that the program itself reads.
enum ConfigurationReference {
    /// The text of `docs/configuration.md`, with a line break at the end.
    static func markdown() -> String {
        let sections = Settings.sections.map { section in
            "## \(section.title)\n\n" + section.declarations.map(chapter(of:)).joined(separator: "\n")
        }
        return ([introduction, "## The settings file\n\n" + chapter(of: SettingsFile.config)] + sections)
            .joined(separator: "\n")
    }

    private static let introduction = """
        # Configuration

        This page is made from the declarations in `Sources/Watchword/Settings/`; a test fails when the two differ.

        Every setting has one name, written in three ways: `gateway_timeout` is the flag `--gateway-timeout`, the
        environment variable `WATCHWORD_GATEWAY_TIMEOUT` and the key `gateway_timeout` of the settings file. When it
        is given in several places, the flag wins over the environment, and the environment over the file.

        **Settings are strict.** A value that is empty, malformed or out of range, a flag, `WATCHWORD_` variable or
        key of the file that does not exist, a key that is given twice, and a value that is wrong but overridden:
        each of them stops the start. All complaints come at once, and each says where it stands, what is wrong and
        what is expected.

        ```yaml
        # watchword.yaml
        host: 0.0.0.0
        issuer: https://login.example.com/
        master_key_file: /run/secrets/watchword-master-key
        trusted_proxies:
          - 10.0.0.0/8
        ```

        ## Secrets

        A secret is never accepted as a flag, which every user of the machine can see, nor in the settings file,
        which ends up in version control. It is looked for in this order:

        1. the file that its twin with `_FILE` names: `--master-key-file`, `WATCHWORD_MASTER_KEY_FILE` or
           `master_key_file`;
        2. systemd's credentials folder (`LoadCredential=`), as `watchword-master-key` or `master_key`;
        3. the environment variable, `WATCHWORD_MASTER_KEY`.

        Giving both the file and the variable is an error. Line breaks at the end of a file are not part of the
        secret. A file that others than its owner can read is used, with a warning. Secrets appear in no message and
        no log.

        ## Kubernetes

        For a Service named `watchword` Kubernetes sets variables such as `WATCHWORD_SERVICE_HOST` and
        `WATCHWORD_PORT=tcp://10.0.0.1:3000` in every container of the namespace. They are recognised, ignored and
        named in one warning; `enableServiceLinks: false` in the pod's specification avoids them.

        """

    private static func chapter(of declaration: any SettingDeclaration) -> String {
        """
        ### `\(declaration.name.key)`

        \(declaration.summary)

        - Value: \(declaration.expectation)
        - Default: \(declaration.fallbackText)
        - Given by: \(ways(of: declaration))

        """
    }

    private static func ways(of declaration: any SettingDeclaration) -> String {
        let name = declaration.name
        guard !declaration.isSecret else {
            return
                "`\(name.file.flag)`, `\(name.file.variable)`, `\(name.file.key)` in the file, a systemd credential, "
                + "or `\(name.variable)`. **Secret.**"
        }
        let inFile =
            name == SettingsFile.config.name
            ? "" : ", `\(name.key)` in the file\(declaration.isList ? ", as a text or as a list" : "")"
        return "`\(name.flag)`, `\(name.variable)`\(inFile)"
    }
}
