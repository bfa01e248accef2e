import ArgumentParser

/// Says what is wrong with this machine and configuration.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what is wrong and how to mend it.")
    @OptionGroup var settings: SettingsFlags
    func run() async throws { _ = try settings.load() }
}
