/// What a call offers as proof of who it is.
package struct ClientCredentials: Sendable {
    package enum Proof: Sendable, Equatable {
        case none
        /// `client_secret` in the body.
        case post(String)
        /// `Authorization: Basic` (RFC 6749 section 2.3.1).
        case basic(String)
    }

    package let clientID: String
    package let proof: Proof

    package init(clientID: String, proof: Proof) {
        self.clientID = clientID
        self.proof = proof
    }
}

/// Finds the client of a call and checks its proof, strictly by its `token_endpoint_auth_method` (contract section 3.5).
package struct AuthenticateClient: Sendable {
    package enum Outcome: Sendable {
        case authenticated(Client)
        /// A public client, or a confidential one that offered nothing.
        case unproven(Client)
        /// The secret is wrong or came in the wrong place.
        case wrongProof
        case unknownClient
    }

    private let configuration: ConfigurationCache

    package init(configuration: ConfigurationCache) { self.configuration = configuration }

    package func authenticate(_ credentials: ClientCredentials) async throws(StoreError) -> Outcome {
        guard let client = try await configuration.find({ $0.client(credentials.clientID) }) else {
            return .unknownClient
        }
        let outcome = AuthenticateClient.judge(client, credentials.proof)
        guard case .wrongProof = outcome else { return outcome }
        // The secret may have been changed a moment ago on another node: look once more before refusing.
        try await configuration.refreshBeforeRefusing()
        guard let fresh = configuration.current.client(credentials.clientID) else { return .unknownClient }
        return AuthenticateClient.judge(fresh, credentials.proof)
    }

    private static func judge(_ client: Client, _ proof: ClientCredentials.Proof) -> Outcome {
        switch (client.authenticationMethod, proof) {
        case (.none, _), (_, .none): .unproven(client)
        case (.secretPost, .post(let secret)), (.secretBasic, .basic(let secret)):
            client.hasSecret(secret) ? .authenticated(client) : .wrongProof
        case (.secretPost, .basic), (.secretBasic, .post): .wrongProof
        }
    }
}
