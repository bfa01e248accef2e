import HTTPTypes
import Hummingbird
import Identity
import NIOCore

/// `GET /client/{id}.js`: what Lock loads to know a client's connections (contract section 5.2). It holds nothing secret.
struct ClientFile: Sendable {
    let configuration: ConfigurationCache
    let issuer: Issuer

    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        let file = context.parameters.get("file") ?? ""
        guard file.hasSuffix(".js"), file.utf8.count <= 260 else { throw OAuthError.notFound }
        let id = String(file.dropLast(3))
        guard let client = try await configuration.find({ $0.client(id) }) else { throw OAuthError.notFound }
        let connections = configuration.current.connections.filter { $0.enabledClients.contains(client.id) }
        let content: JSON = [
            "id": .string(client.id), "tenant": .string(issuer.host), "subscription": "free",
            "allowed": .strings(client.allowedOrigins), "callback": .string(client.callbacks.first ?? ""),
            "hasAllowedOrigins": .bool(!client.allowedOrigins.isEmpty),
            "strategies": [
                [
                    "name": "sms",
                    "connections": .array(
                        connections.map {
                            ["name": .string($0.name), "display_name": $0.displayName.map { .string($0) } ?? .null]
                        }),
                ]
            ],
        ]
        var headers = HTTPFields()
        headers[.contentType] = "application/javascript; charset=utf-8"
        headers[.cacheControl] = "public, max-age=60"
        headers[.accessControlAllowOrigin] = "*"
        // `<` never stands in the text, so that the file is a script and nothing else wherever it is loaded.
        let text =
            "Auth0.setClient("
            + content.text.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "\\u003C") + ");"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

/// `GET /user/geoloc/country`: the country to propose for a number, by the browser's language; nobody's address is looked up
/// anywhere (contract section 5.2).
struct CountryOfBrowser: Sendable {
    let directory: any PhoneDirectory

    func handle(_ request: Request, _ context: WebContext) -> Response {
        let known = Set(directory.countries.map(\.region))
        let region = CountryGuess.region(acceptLanguage: request.headers[.acceptLanguage], among: known) ?? "US"
        return CrossOrigin.openToAll(.json(["country_code": .string(region)]))
    }
}
