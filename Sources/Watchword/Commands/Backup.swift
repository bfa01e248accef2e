import ArgumentParser
import Identity
import Storage

/// Copies the store, also while a server works on it.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the store, whole and of one moment, also while a server works on it.",
        discussion: """
            The copy gets mode 0600 and must not exist yet. Its secrets stay sealed with the master key, which is not in it:
            keep both, apart from each other.

            """ + ConfigurationReference.helpText())

    @Option(help: "The file to write.")
    var to: String
    @OptionGroup var settings: SettingsFlags

    func run() async throws {
        try await OfflineStore.use(settings) { store, _ in
            do { try await store.backup(to: to) } catch {
                Console.error("The copy was not made: \(Backup.reason(error))")
                throw ExitCode(1)
            }
            Console.say("The store is copied to \(to).")
        }
    }

    private static func reason(_ error: any Error) -> String {
        if case .failed(let reason) = error as? StoreError { return reason }
        return "\(error)"
    }
}
