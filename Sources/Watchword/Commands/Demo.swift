import ArgumentParser
import AsyncHTTPClient
import Foundation
import Identity
import Logging
import ServiceLifecycle

/// A server, an inbox and a ready tenant, for trying everything by hand.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a server, a gateway with an inbox page, and a ready tenant.",
        discussion: """
            Everything is kept in a folder (--folder), so that the next demo goes on where this one stopped. The demo
            listens on this machine only and lets its own gateway be on loopback; it is no way to run for real.

            """ + ConfigurationReference.helpText())

    @Option(help: "The folder that keeps the demo's data.")
    var folder = "watchword-demo"
    @Option(help: "The inbox's port.")
    var inboxPort = 3001
    @OptionGroup var settings: SettingsFlags

    func run() async throws {
        let stage = try StageSettings.load(
            settings, folder: folder,
            defaults: ["WATCHWORD_HOST": "127.0.0.1", "WATCHWORD_LOG_LEVEL": "warning"])
        let (logger, sink) = stage.settings.makeLogger()
        defer { sink.flush() }
        do {
            try await LocalStage(
                settings: stage.settings, masterKey: stage.masterKey, inboxPort: inboxPort, logger: logger
            ).run { [folder] places, client in
                let ready = try await DemoTenant.prepare(places, client)
                Console.say(DemoGuide.text(places, ready, folder: folder))
                try? await gracefulShutdown()
            }
        } catch let problem as StartProblem {
            Console.error(problem.description)
            throw ExitCode(problem.exitCode)
        }
    }
}

/// The demo's tenant: made on the first run, found again on later ones.
enum DemoTenant {
    struct Ready: Sendable {
        let connectionID: String
        let clientID: String
    }

    static let clientName = "Demo App"

    /// Points "sms" at the inbox and sees to a client that may use it.
    static func prepare(_ places: LocalStage.Places, _ client: HTTPClient) async throws -> Ready {
        let steps = TenantSteps(http: WalkHTTP(client: client, watch: { _ in }), issuer: places.issuer)
        let token = try await steps.managementToken(
            clientID: places.adminClientID, secret: places.adminSecret.exposed)
        let connectionID = try await steps.connection(token: token).text("id")
        var options = TenantSteps.gatewayOptions(url: places.gateway)
        options["gateway_authentication"] = TenantSteps.gatewayAuthentication
        _ = try await steps.patchConnection(connectionID, options: options, token: token)
        let clientID = try await self.client(steps, places, token: token)
        try await steps.grantPasswordless(to: clientID, token: token)
        try await steps.enable(clientID, on: connectionID, token: token)
        return Ready(connectionID: connectionID, clientID: clientID)
    }

    private static func client(_ steps: TenantSteps, _ places: LocalStage.Places, token: String) async throws -> String
    {
        let list = try await steps.http.call(
            "GET", places.issuer.managementAudience + "clients?fields=client_id,name&per_page=100", token: token
        ).expecting(200)
        if let known = list.array?.first(where: { $0.object?["name"] == .string(clientName) }) {
            return try known.text("client_id")
        }
        return try await steps.createClient(name: clientName, token: token).text("client_id")
    }
}
