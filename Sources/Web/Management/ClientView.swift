import Identity

/// A client as the Management API shows it to one caller: what they may see depends on their scopes.
struct ClientView: Sendable {
    /// Whether the caller sees secrets.
    let showsSecrets: Bool
    private let showsAll: Bool
    private let tenant: String
    private let certificate: String

    /// What a caller with these scopes may read.
    init(for caller: ManagementCaller, _ services: ManagementServices) {
        self.init(
            services, showsSecrets: caller.holds("read:client_keys"),
            showsAll: !caller.scopes.isDisjoint(with: ["read:clients", "read:client_keys", "update:clients"]))
    }

    /// Everything: for answers that make a secret, which nobody could learn otherwise.
    init(_ services: ManagementServices) { self.init(services, showsSecrets: true, showsAll: true) }

    private init(_ services: ManagementServices, showsSecrets: Bool, showsAll: Bool) {
        self.showsSecrets = showsSecrets
        self.showsAll = showsAll
        tenant = services.issuer.host
        certificate = services.configuration.current.keys.current.key.certificatePEM
    }

    func object(_ client: Client) -> JSONObject {
        let known: JSONObject = ["client_id": .string(client.id)]
        guard showsAll else {
            return known.filled(from: client.properties.filter { name, _ in ClientView.summary.contains(name) })
        }
        var object: JSONObject = ["tenant": .string(tenant), "global": false, "client_id": .string(client.id)]
        if showsSecrets { object["client_secret"] = .string(client.secret.exposed) }
        object = object.filled(from: client.properties)
        if !showsSecrets { object["encryption_key"] = nil }
        object["signing_keys"] = [["cert": .string(certificate)]]
        return object
    }

    /// What `read:client_summary` shows.
    private static let summary: Set<String> = ["name", "description", "app_type"]
}
