/// A public key by which a client proves that it is itself (contract section 3.5).
package struct ClientCredential: Sendable, Equatable {
    /// `cred_` and 22 letters or digits.
    package let id: String
    package let clientID: String
    package let name: String
    /// Names the key in assertions' headers: chosen by the caller, else the key's thumbprint (RFC 7638).
    package let kid: String
    /// `RS256`, `RS384` or `PS256`: the one algorithm that the key is for.
    package let algorithm: ProofAlgorithm
    /// The key as PEM (`PUBLIC KEY`).
    package let pem: String
    /// After this the key proves nothing; nil means never.
    package var expiresAt: Timestamp?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: String, clientID: String, name: String, kid: String, algorithm: ProofAlgorithm, pem: String,
        expiresAt: Timestamp?, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.clientID = clientID
        self.name = name
        self.kid = kid
        self.algorithm = algorithm
        self.pem = pem
        self.expiresAt = expiresAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Whether the key may still prove anything.
    package func isUsable(at time: Timestamp) -> Bool { expiresAt.map { time < $0 } ?? true }

    package static func newID(_ random: some RandomSource) -> String { "cred_" + random.alphanumerics(22) }
}

/// Clients' public keys.
package protocol ClientCredentialRecords {
    /// All clients' credentials, oldest first.
    func clientCredentials() throws(StoreError) -> [ClientCredential]
    func clientCredential(id: String) throws(StoreError) -> ClientCredential?
    func insert(_ credential: ClientCredential) throws(StoreError)
    func update(_ credential: ClientCredential) throws(StoreError)
    func deleteClientCredential(id: String) throws(StoreError)
}

extension ClientCredentialRecords {
    /// One client's credentials, oldest first.
    package func clientCredentials(of clientID: String) throws(StoreError) -> [ClientCredential] {
        try clientCredentials().filter { $0.clientID == clientID }
    }
}
