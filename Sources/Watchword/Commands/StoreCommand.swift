import ArgumentParser
import Identity
import Storage

/// What is done with a store as a whole.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Work on the store as a whole.", subcommands: [Copy.self])

    /// From the file into PostgreSQL.
    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the store from the file in `data` into the empty database of `database_url`.",
            discussion: """
                Stop every server first. Both have the same master key, for secrets stay sealed. The copy is read back and compared row by \
                row; until that went well, no server starts on the database. Where it was broken off, run it again: it begins anew. \
                The file is not changed.

                """ + ConfigurationReference.helpText())

        @OptionGroup var settings: SettingsFlags

        func run() async throws {
            let loaded = try settings.load()
            guard let database = loaded.settings.storage.database else {
                Console.error("There is no database to copy into: give WATCHWORD_DATABASE_URL.")
                throw ExitCode(78)
            }
            let masterKey = try OfflineStore.masterKey(loaded.settings)
            let (logger, sink) = loaded.settings.makeLogger()
            defer { sink.flush() }
            var stores: [SQLStore] = []
            var place = SQLStore.Place.folder(loaded.settings.storage.folder)
            let result: Result<StoreCopy.Report, StoreError>
            do throws(StoreError) {
                guard DataFolder(path: loaded.settings.storage.folder).hasStore else {
                    throw .failed("there is none in \(place)")
                }
                for next in [place, .postgreSQL(database, loaded.settings.storage.connections)] {
                    place = next
                    stores.append(
                        try await SQLStore.open(
                            next, vault: Vault(masterKey), clock: SystemClock(), isCopied: !next.isFile, logger: logger)
                    )
                }
                result = .success(try await StoreCopy(from: stores[0], to: stores[1]).run(tell: Console.say))
            } catch { result = .failure(error) }
            for store in stores { await store.close() }
            switch result {
            case .success(let report):
                Console.say("Copied and compared: \(report.rows.reduce(0) { $0 + $1.count }) rows, now in \(place).")
            case .failure(.failed(let reason)):
                Console.error("The store was not copied: \(reason).")
                throw ExitCode(1)
            case .failure(let error):
                Console.error(StartProblem.store(error, in: place).description)
                throw ExitCode(1)
            }
        }
    }
}
