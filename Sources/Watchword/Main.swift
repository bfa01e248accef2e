import ArgumentParser

/// The program and the list of its commands.
@main
struct Watchword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchword",
        abstract: "Passwordless login by SMS, self-hosted, sent through your own gateway.",
        discussion: """
            New here? Start with

                watchword demo     a server, a gateway with an inbox page, and a ready tenant: try everything
                watchword tour     the same, walked through step by step before your eyes

            and for real

                watchword keys master > master.key && chmod 600 master.key
                WATCHWORD_MASTER_KEY_FILE=master.key watchword serve

            Settings come from flags, from WATCHWORD_… variables or from a YAML file: see `watchword serve --help`.
            Something is wrong? `watchword doctor` says what, and how to mend it.
            """,
        version: Version.number,
        subcommands: [
            Serve.self, Demo.self, Tour.self, InboxCommand.self, Doctor.self, Backup.self, StoreCommand.self,
            Config.self, Keys.self,
            Admin.self,
        ])
}

/// The program's version.
enum Version {
    static let number = "0.1.0"
}
