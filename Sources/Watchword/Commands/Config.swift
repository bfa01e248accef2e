import ArgumentParser
import Foundation

/// The configuration, without starting anything.
struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the configuration.", subcommands: [Check.self, Reference.self], defaultSubcommand: Check.self
    )

    /// Reads all settings and says what is wrong with them.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check flags, environment and file; exit 0 when `serve` would accept them.",
            discussion: ConfigurationReference.helpText())

        @OptionGroup var settings: SettingsFlags

        func run() async throws {
            let loaded = try settings.load()
            for warning in loaded.warnings { Console.say("warning: \(warning)") }
            if loaded.settings.keys.masterKey == nil {
                Console.error(
                    "There is no master key: `watchword keys master` makes one, WATCHWORD_MASTER_KEY_FILE names it.")
                throw ExitCode(78)
            }
            Console.say("The configuration is good.")
        }
    }

    /// Prints the reference page.
    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print every setting as a Markdown page.")

        func run() { FileHandle.standardOutput.write(Data(ConfigurationReference.markdown().utf8)) }
    }
}
