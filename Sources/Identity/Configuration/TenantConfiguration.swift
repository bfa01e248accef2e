/// Everything that requests read and that changes rarely, as it stood at one version of the store.
package final class TenantConfiguration: Sendable {
    /// The store's configuration version.
    package let version: Int
    package let settings: TenantSettings
    package let branding: Branding
    package let keys: KeyRing
    /// The kinds of keys that are published: RSA, and those that an API or a client is set to use.
    package let publishedKinds: Set<SigningKeyKind>
    /// The published keys, as JSON text.
    package let jwks: [UInt8]
    package let connections: [Connection]
    /// The origins that any client has registered, whose pages may read this server's answers.
    package let origins: Set<String>
    private let connectionsByRealm: [String: Connection]
    private let clientsByID: [String: Client]
    private let apisByIdentifier: [String: API]
    private let grants: [GrantKey: ClientGrant]
    private let credentialsByClient: [String: [ClientCredential]]

    private struct GrantKey: Hashable {
        let clientID: String
        let audience: String
        let subjectType: String
    }

    /// Reads all of it from one consistent state of the store.
    package init(_ tx: any StoreTransaction) throws(StoreError) {
        version = try tx.configurationVersion()
        settings = try tx.tenantSettings()
        branding = try tx.branding()
        do { keys = try KeyRing(try tx.signingKeys()) } catch {
            if let error = error as? StoreError { throw error }
            throw .failed((error as? SigningKeyProblem)?.reason ?? "the signing keys cannot be read")
        }
        connections = try tx.connections()
        var byRealm: [String: Connection] = [:]
        for connection in connections {
            for realm in connection.realms where byRealm[realm] == nil { byRealm[realm] = connection }
        }
        for connection in connections { byRealm[connection.name] = connection }
        connectionsByRealm = byRealm
        clientsByID = Dictionary(try tx.clients().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        origins = Set(clientsByID.values.flatMap(\.origins))
        apisByIdentifier = Dictionary(
            try tx.apis().map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
        var grants: [GrantKey: ClientGrant] = [:]
        for grant in try tx.clientGrants() {
            grants[GrantKey(clientID: grant.clientID, audience: grant.audience, subjectType: grant.subjectType)] = grant
        }
        self.grants = grants
        credentialsByClient = Dictionary(grouping: try tx.clientCredentials(), by: \.clientID)
        let algorithms = apisByIdentifier.values.map(\.algorithm) + clientsByID.values.map(\.idTokenAlgorithm)
        publishedKinds = Set(algorithms.compactMap(\.keyKind)).union([.rsa])
        jwks = keys.jwks(namingAlgorithm: !settings.removesAlgFromJWKS, of: publishedKinds).serialized()
    }

    /// How tokens may be signed as things are set: the algorithms of every published key, and HS256.
    package var signingAlgorithms: [SigningAlgorithm] {
        SigningAlgorithm.allCases.filter { algorithm in algorithm.keyKind.map(publishedKinds.contains) ?? true }
    }

    /// The connection of this name, or one that lists it among its realms.
    package func connection(realm: String) -> Connection? { connectionsByRealm[realm] }
    package func client(_ id: String) -> Client? { clientsByID[id] }
    /// A client's public keys, oldest first.
    package func credentials(of clientID: String) -> [ClientCredential] { credentialsByClient[clientID] ?? [] }
    package func api(_ identifier: String) -> API? { apisByIdentifier[identifier] }
    /// What the client may do in its own name (`client`), or users through it (`user`).
    package func grant(clientID: String, audience: String, subjectType: String = "client") -> ClientGrant? {
        grants[GrantKey(clientID: clientID, audience: audience, subjectType: subjectType)]
    }
    /// Whether people of a connection may log in through a client: both are there, and the connection is enabled for it.
    package func isOpen(connectionID: String, to client: Client) -> Bool {
        connections.contains { $0.id == connectionID && $0.enabledClients.contains(client.id) }
    }
}
