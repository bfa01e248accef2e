import ArgumentParser
import Identity
import Storage

/// The administration client.
struct Admin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change the administration client.", subcommands: [SetSecret.self])

    /// Makes the secret of the settings the valid one.
    struct SetSecret: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-secret",
            abstract: "Make the secret in WATCHWORD_ADMIN_CLIENT_SECRET (or its _FILE) the administration client's.",
            discussion: """
                The client is the one in WATCHWORD_ADMIN_CLIENT_ID. A running server follows within a second.

                """ + ConfigurationReference.helpText())

        @OptionGroup var settings: SettingsFlags

        func run() async throws {
            try await OfflineStore.use(settings) { store, settings in
                guard let admin = settings.admin.client else {
                    Console.error("Give WATCHWORD_ADMIN_CLIENT_ID and WATCHWORD_ADMIN_CLIENT_SECRET (or its _FILE).")
                    throw ExitCode(78)
                }
                let isChanged = try await store.write { tx throws(StoreError) in
                    guard var client = try tx.client(id: admin.id) else { return false }
                    client.secret = admin.secret
                    try tx.update(client)
                    return true
                }
                guard isChanged else {
                    Console.error("The store has no client \(admin.id).")
                    throw ExitCode(1)
                }
                Console.say("The client \(admin.id) has the given secret now.")
            }
        }
    }
}
