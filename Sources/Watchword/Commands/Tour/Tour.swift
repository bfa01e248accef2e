import ArgumentParser
import AsyncHTTPClient
import Foundation
import Identity
import Logging

/// Walks the documented page step by step over real HTTP, and shows every call.
struct Tour: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Walk through everything once, step by step: from a Management API token to verified tokens.",
        discussion: """
            Starts a server and a gateway on free ports of this machine, with a store that is thrown away, and makes every
            call over HTTP, showing request and answer. Exits 0 only if every step held.
            """)

    @OptionGroup var settings: SettingsFlags

    func run() async throws {
        let folder = NSTemporaryDirectory() + "watchword-tour-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let stage = try StageSettings.load(
            settings, folder: folder,
            defaults: [
                "WATCHWORD_HOST": "127.0.0.1", "WATCHWORD_PORT": "0", "WATCHWORD_LOG_LEVEL": "critical",
                "WATCHWORD_GATEWAY_TIMEOUT": "2s",
            ])
        let (logger, sink) = stage.settings.makeLogger()
        defer { sink.flush() }
        do {
            try await LocalStage(
                settings: stage.settings, masterKey: stage.masterKey, inboxPort: 0, logger: logger
            ).run { places, client in try await TourPlay(places: places, client: client).perform() }
        } catch let failure as WalkFailure {
            Console.error("\nThe tour stops here: \(failure)")
            throw ExitCode(1)
        } catch let problem as StartProblem {
            Console.error(problem.description)
            throw ExitCode(problem.exitCode)
        }
    }
}
