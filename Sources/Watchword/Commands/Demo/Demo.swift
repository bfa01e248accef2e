import ArgumentParser
import AsyncHTTPClient
import Foundation
import Identity
import Logging
import ServiceLifecycle

/// A server, an inbox, an application and a ready tenant, for trying everything by hand.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a server, a gateway with an inbox page, a web page to sign in to, and a ready tenant.",
        discussion: """
            Everything is kept in a folder (--folder), so that the next demo goes on where this one stopped. The demo
            listens on this machine only and lets its own gateway be on loopback; it is no way to run for real.

            """ + ConfigurationReference.helpText())

    @Option(help: "The folder that keeps the demo's data.")
    var folder = "watchword-demo"
    @Option(help: "The inbox's port.")
    var inboxPort = 3001
    @Option(help: "The port of the web page to sign in to; 0 takes any free one.")
    var appPort = 3002
    @OptionGroup var settings: SettingsFlags

    func run() async throws {
        let stage = try StageSettings.load(
            settings, folder: folder,
            defaults: ["WATCHWORD_HOST": "127.0.0.1", "WATCHWORD_LOG_LEVEL": "warning"])
        let (logger, sink) = stage.settings.makeLogger()
        defer { sink.flush() }
        do {
            let appPort = try FreePort.resolve(appPort, host: "127.0.0.1")
            try await LocalStage(
                settings: stage.settings, masterKey: stage.masterKey, inboxPort: inboxPort, logger: logger
            ).run { [folder] places, client in
                let ready = try await DemoTenant.prepare(places, appPort: appPort, client)
                let app = DemoApp(port: appPort, issuer: places.issuer, clientID: ready.pageClientID, logger: logger)
                try await app.run(onListening: {
                    Console.say(DemoGuide.text(places, ready, app: DemoApp.url(port: appPort), folder: folder))
                })
            }
        } catch let problem as StartProblem {
            Console.error(problem.description)
            throw ExitCode(problem.exitCode)
        }
    }
}
