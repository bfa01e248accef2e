import ArgumentParser
import Identity
import Logging

/// Serves until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the login and Management APIs.",
        discussion: """
            One server is one tenant. The first start on an empty data folder makes the tenant: signing keys, the
            Management API, the connection "sms" and one machine-to-machine client, whose id and secret are written to
            a file that the log names, unless the settings give them.

            SIGTERM and SIGINT stop gracefully: /readyz answers 503, no new connection is taken (after stop_delay, where a
            balancer must see that first), calls in flight end.
            A second signal exits at once.

            """ + ConfigurationReference.helpText())

    @OptionGroup var settings: SettingsFlags

    func run() async throws {
        let loaded = try settings.load()
        guard let masterKey = loaded.settings.keys.masterKey.flatMap({ MasterKey($0.exposed) }) else {
            Console.error(
                """
                There is no master key, and without one nothing in the store can be protected. Make one and keep a copy:

                    watchword keys master > master.key && chmod 600 master.key

                then start with WATCHWORD_MASTER_KEY_FILE=master.key
                """)
            throw ExitCode(78)
        }
        let (logger, sink) = loaded.settings.makeLogger()
        defer { sink.flush() }
        for warning in loaded.warnings { logger.warning("\(warning)") }
        do {
            let server = try await Assembly(settings: loaded.settings, masterKey: masterKey, logger: logger)
            try await server.run()
        } catch let problem as StartProblem {
            logger.critical("the server does not start", metadata: ["reason": "\(problem)"])
            sink.flush()
            Console.error(problem.description)
            throw ExitCode(problem.exitCode)
        }
    }
}
