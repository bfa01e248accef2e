import Logging

/// What a call offers as proof of who it is.
package struct ClientCredentials: Sendable {
    package enum Proof: Sendable, Equatable {
        case none
        /// `client_secret` in the body.
        case post(String)
        /// `Authorization: Basic` (RFC 6749 section 2.3.1).
        case basic(String)
        /// `client_assertion` (RFC 7523 section 2.2).
        case assertion(ClientAssertion)
    }

    package let clientID: String
    package let proof: Proof

    package init(clientID: String, proof: Proof) {
        self.clientID = clientID
        self.proof = proof
    }
}

/// Finds the client of a call and checks its proof, strictly by the one way that the client proves itself (contract section 3.5).
package struct AuthenticateClient: Sendable {
    package enum Outcome: Sendable {
        case authenticated(Client)
        /// A public client, or a confidential one that offered nothing.
        case unproven(Client)
        /// The secret is wrong or came in the wrong place; or, with its problem, the assertion is no good.
        case wrongProof(ClientAssertionProblem?)
        case unknownClient
    }

    private let configuration: ConfigurationCache
    private let store: any Store
    private let issuer: Issuer
    private let clock: any WallClock

    package init(configuration: ConfigurationCache, store: any Store, issuer: Issuer, clock: any WallClock) {
        self.configuration = configuration
        self.store = store
        self.issuer = issuer
        self.clock = clock
    }

    /// Why a proof is no good is for the operator: it goes to the log, and not to the caller.
    package func authenticate(_ credentials: ClientCredentials, logger: Logger) async throws(StoreError) -> Outcome {
        let outcome = try await outcome(credentials)
        if case .wrongProof(let problem) = outcome {
            let reason =
                problem?.rawValue
                ?? "the secret is wrong, or did not come as the client's token_endpoint_auth_method says"
            logger.info(
                "a client did not prove itself", metadata: ["client": "\(credentials.clientID)", "reason": "\(reason)"])
        }
        return outcome
    }

    private func outcome(_ credentials: ClientCredentials) async throws(StoreError) -> Outcome {
        guard let client = try await configuration.find({ $0.client(credentials.clientID) }) else {
            return .unknownClient
        }
        var judgement = judge(client, credentials.proof)
        if case .settled(.wrongProof) = judgement {
            // The secret or the keys may have been changed a moment ago on another node: look once more before refusing.
            try await configuration.refreshBeforeRefusing()
            guard let fresh = configuration.current.client(credentials.clientID) else { return .unknownClient }
            judgement = judge(fresh, credentials.proof)
        }
        switch judgement {
        case .settled(let outcome): return outcome
        case .genuine(let client, let use):
            let isFirst = try await store.write { tx throws(StoreError) in
                try tx.spend(.clientAssertion, id: use.id, until: use.until)
            }
            return isFirst ? .authenticated(client) : .wrongProof(.alreadyUsed)
        }
    }

    private enum Judgement {
        case settled(Outcome)
        /// The assertion is good, if it is used for the first time.
        case genuine(Client, ClientAssertion.Use)
    }

    private func judge(_ client: Client, _ proof: ClientCredentials.Proof) -> Judgement {
        switch (client.authenticationMethod, proof) {
        case (.privateKeyJWT, .assertion(let assertion)): judge(client, assertion)
        case (_, .assertion): .settled(.wrongProof(.notOffered))
        case (.none, _), (_, .none): .settled(.unproven(client))
        case (.secretPost, .post(let secret)), (.secretBasic, .basic(let secret)):
            .settled(client.hasSecret(secret) ? .authenticated(client) : .wrongProof(nil))
        case (.secretPost, .basic), (.secretBasic, .post), (.privateKeyJWT, .post), (.privateKeyJWT, .basic):
            .settled(.wrongProof(nil))
        }
    }

    /// Only the keys that the client names for this count, not each that was ever stored for it.
    private func judge(_ client: Client, _ assertion: ClientAssertion) -> Judgement {
        let named = client.assertionCredentialIDs
        let credentials = configuration.current.credentials(of: client.id).filter { named.contains($0.id) }
        do throws(ClientAssertionProblem) {
            let use = try assertion.check(for: client.id, credentials: credentials, issuer: issuer, at: clock.now())
            return .genuine(client, use)
        } catch { return .settled(.wrongProof(error)) }
    }
}
