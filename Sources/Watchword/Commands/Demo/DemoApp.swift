import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Identity
import Logging
import NIOCore

/// The demo's application: `examples/web`, served from memory beside a `config.json` that names the demo's server and client.
///
/// It listens on this machine only and holds nothing secret, so any page may read it.
struct DemoApp: Sendable {
    /// A TCP port; the client's callback holds it, so it must be known before.
    let port: Int
    let issuer: Issuer
    let clientID: String
    let logger: Logger

    /// Where a browser finds the page; also the client's callback.
    static func url(port: Int) -> String { "http://localhost:\(port)/" }

    /// Serves until the surrounding service group shuts down.
    ///
    /// - Throws: ``StartProblem/port(host:port:reason:)`` when something else has the port.
    func run(onListening: @escaping @Sendable () -> Void) async throws {
        let application = Application(
            router: router(),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "watchword-demo"),
            onServerRunning: { _ in onListening() }, logger: logger)
        do { try await application.run() } catch let error as IOError {
            throw StartProblem.port(host: "127.0.0.1", port: port, reason: "\(error)")
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let configuration: JSON = ["issuer": .string(issuer.url), "client_id": .string(clientID)]
        let files: [(path: RouterPath, type: String, content: [UInt8])] = [
            ("/", "text/html", PackageResources.index_html),
            ("/style.css", "text/css", PackageResources.style_css),
            ("/app.js", "text/javascript", PackageResources.app_js),
            ("/config.json", "application/json", configuration.serialized()),
        ]
        let router = Router(context: BasicRequestContext.self)
        for file in files {
            let answer = Response(
                status: .ok, headers: headers(type: file.type),
                body: .init(byteBuffer: ByteBuffer(bytes: file.content)))
            router.get(file.path) { _, _ in answer }
        }
        return router
    }

    /// The page's own files, calls to the login server, and nothing else.
    private func headers(type: String) -> HTTPFields {
        let server = issuer.url.hasSuffix("/") ? String(issuer.url.dropLast()) : issuer.url
        var headers: HTTPFields = [
            .contentType: "\(type); charset=utf-8", .cacheControl: "no-cache", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
                + "connect-src 'self' \(server); base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ]
        if let referrer = HTTPField.Name("Referrer-Policy") { headers[referrer] = "no-referrer" }
        return headers
    }
}
