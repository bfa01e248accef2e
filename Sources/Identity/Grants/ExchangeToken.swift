import Logging

/// The shared steps of the token endpoint: which grant, which client, is it itself, may it. No grant can forget one.
package struct ExchangeToken: Sendable {
    private let grants: [String: any Grant]
    private let authenticate: AuthenticateClient
    private let store: any Store

    package init(grants: [any Grant], authenticate: AuthenticateClient, store: any Store) {
        self.store = store
        self.grants = Dictionary(grants.map { (type(of: $0).type, $0) }, uniquingKeysWith: { first, _ in first })
        self.authenticate = authenticate
    }

    /// The grant types on offer, for discovery.
    package var grantTypes: [String] { grants.keys.sorted() }

    package func exchange(_ request: TokenRequest, logger: Logger) async -> TokenOutcome {
        do throws(TokenRefusal) {
            let type = try request.required("grant_type")
            guard let grant = grants[type] else { throw .unsupportedGrantType }
            let client = try await authenticatedClient(request, for: grant, logger: logger)
            guard client.grantTypes.contains(type) else { throw .grantNotAllowed(type: type) }
            try await spend(request.proof, of: client)
            return await grant.exchange(request, client: client, logger: logger)
        } catch { return .refused(error) }
    }

    /// A proof counts once; some clients must bring one (RFC 9449 sections 5 and 11.1).
    private func spend(_ proof: DPoPProof?, of client: Client) async throws(TokenRefusal) {
        guard let proof else {
            guard !client.requiresProofOfPossession else {
                throw .invalidProof("This client must send a DPoP proof (require_proof_of_possession)")
            }
            return
        }
        let isNew: Bool
        do {
            isNew = try await store.write { tx throws(StoreError) in
                try tx.spend(.dpopProof, id: proof.id, until: proof.usableUntil)
            }
        } catch { throw TokenRefusal(error) }
        guard isNew else { throw .invalidProof("The proof was used before: each call needs one of its own") }
    }

    private func authenticatedClient(
        _ request: TokenRequest, for grant: any Grant, logger: Logger
    ) async throws(TokenRefusal) -> Client {
        let outcome: AuthenticateClient.Outcome
        do { outcome = try await authenticate.authenticate(request.credentials, logger: logger) } catch {
            throw TokenRefusal(error)
        }
        switch outcome {
        case .authenticated(let client): return client
        case .unproven(let client):
            guard client.authenticationMethod == .none, !type(of: grant).needsConfidentialClient else {
                throw .wrongClient
            }
            return client
        case .wrongProof, .unknownClient: throw .wrongClient
        }
    }
}
