import AsyncHTTPClient
import Identity

/// The demo's tenant: made on the first run, found again on later ones.
enum DemoTenant {
    struct Ready: Sendable {
        let connectionID: String
        /// A native client, for commands and programs.
        let clientID: String
        /// The client of the page that the demo serves.
        let pageClientID: String
    }

    /// Points "sms" at the inbox and sees to the clients that may use it.
    static func prepare(
        _ places: LocalStage.Places, appPort: Int, _ client: HTTPClient
    ) async throws -> Ready {
        let steps = TenantSteps(http: WalkHTTP(client: client, watch: { _ in }), issuer: places.issuer)
        let token = try await steps.managementToken(
            clientID: places.adminClientID, secret: places.adminSecret.exposed)
        let connectionID = try await steps.connection(token: token).text("id")
        var options = TenantSteps.gatewayOptions(url: places.gateway)
        options["gateway_authentication"] = TenantSteps.gatewayAuthentication
        _ = try await steps.patchConnection(connectionID, options: options, token: token)
        var clientIDs: [String] = []
        for wanted in [program, page(port: appPort)] {
            let clientID = try await self.client(wanted, steps, token: token)
            try await steps.enable(clientID, on: connectionID, token: token)
            clientIDs.append(clientID)
        }
        return Ready(connectionID: connectionID, clientID: clientIDs[0], pageClientID: clientIDs[1])
    }

    /// Logs in by commands (passwordless) and by a browser that comes back to a loopback port (RFC 8252 section 7.3).
    private static let program: JSONObject = [
        "name": "Demo App", "app_type": "native", "token_endpoint_auth_method": "none",
        "callbacks": ["http://127.0.0.1/"],
        "grant_types": [.string(TenantSteps.passwordlessGrant), "authorization_code", "refresh_token"],
    ]

    private static func page(port: Int) -> JSONObject {
        let url = DemoApp.url(port: port)
        return [
            "name": "Demo Web Page", "app_type": "spa", "token_endpoint_auth_method": "none",
            "callbacks": [.string(url)], "allowed_logout_urls": [.string(url)],
            "web_origins": [.string(String(url.dropLast()))], "grant_types": ["authorization_code", "refresh_token"],
        ]
    }

    /// The client of that name with those properties; ports may have changed since the last run.
    private static func client(_ wanted: JSONObject, _ steps: TenantSteps, token: String) async throws -> String {
        let clients = steps.issuer.managementAudience + "clients"
        let list = try await steps.http.call(
            "GET", clients + "?fields=client_id,name&per_page=100", token: token
        ).expecting(200)
        guard let known = list.array?.first(where: { $0.object?["name"] == wanted["name"] }) else {
            return try await steps.http.call("POST", clients, token: token, body: .object(wanted)).expecting(201)
                .text("client_id")
        }
        let clientID = try known.text("client_id")
        _ = try await steps.http.call("PATCH", clients + "/\(clientID)", token: token, body: .object(wanted))
            .expecting(200)
        return clientID
    }
}
