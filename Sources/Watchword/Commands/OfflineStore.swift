import ArgumentParser
import Identity
import Logging
import Storage

/// A store that a command works on by itself, beside a running server or without one.
enum OfflineStore {
    static func use(
        _ flags: SettingsFlags, _ body: (SQLStore, Settings) async throws -> Void
    ) async throws {
        let loaded = try flags.load()
        let masterKey = try masterKey(loaded.settings)
        let (logger, sink) = loaded.settings.makeLogger()
        defer { sink.flush() }
        let place = loaded.settings.storage.place
        let store: SQLStore
        do {
            store = try await SQLStore.open(
                place, vault: Vault(masterKey), clock: SystemClock(), logger: logger)
        } catch {
            Console.error(StartProblem.store(error, in: place).description)
            throw ExitCode(1)
        }
        do { try await body(store, loaded.settings) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    /// The key that a store needs; without one the command ends.
    static func masterKey(_ settings: Settings) throws -> MasterKey {
        guard let masterKey = settings.keys.masterKey.flatMap({ MasterKey($0.exposed) }) else {
            Console.error(
                "There is no master key: give the one of the store, e.g. WATCHWORD_MASTER_KEY_FILE=master.key")
            throw ExitCode(78)
        }
        return masterKey
    }
}
