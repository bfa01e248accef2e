/// Makes an empty store a working tenant, and looks a used one over: the same whether it runs once, again, or twice at once.
package struct PrepareTenant: Sendable {
    private let store: any Store
    private let clock: any WallClock
    private let random: any RandomSource
    private let issuer: Issuer

    package init(store: any Store, clock: any WallClock, random: any RandomSource, issuer: Issuer) {
        self.store = store
        self.clock = clock
        self.random = random
        self.issuer = issuer
    }

    /// The first machine-to-machine client, as the operator wants it.
    package struct AdminClient: Sendable {
        package let id: String
        package let secret: Secret<String>
        package init(id: String, secret: Secret<String>) {
            self.id = id
            self.secret = secret
        }
    }

    package enum Failure: Error, Sendable {
        case store(StoreError)
        case key(SigningKeyProblem)
        /// The settings give another secret than the store holds.
        case secretDiffers(clientID: String)
        /// The settings name another client than the one that was made first.
        case clientDiffers(stored: String, given: String)
    }

    package struct Outcome: Sendable {
        /// The first client, while its secret is of our own making and nobody has written it down yet: the caller does so, and
        /// then says `clientIsWrittenDown`. A start that was killed in between leaves that to the next one.
        package let madeClient: AdminClient?
        /// The Management API's identifier before, when the issuer has changed.
        package let formerAudience: String?
    }

    private enum Decision: Sendable {
        case done(Outcome)
        case secretDiffers(clientID: String)
        case clientDiffers(stored: String)
    }

    private static let note = "admin_client_id"
    private static let pendingNote = "admin_client_not_written_down"

    /// Remembers that the first client's secret is where the operator finds it.
    package static func clientIsWrittenDown(in store: any Store) async throws(StoreError) {
        try await store.write { tx throws(StoreError) in try tx.setNote(pendingNote, []) }
    }

    /// Prepares the tenant. Keys are made outside the transaction, and only where there are none.
    package func prepare(admin: AdminClient?) async throws(Failure) -> Outcome {
        let now = clock.now()
        do {
            let isEmpty = try await store.read { tx throws(StoreError) in try tx.signingKeys().isEmpty }
            let keys = isEmpty ? try makeKeys(at: now) : []
            let fresh = AdminClient(id: Client.newID(random), secret: Client.newSecret(random))
            let ids = Ids(
                connection: Connection.newID(random), api: API.newID(random), apiSecret: API.newSecret(random),
                grant: ClientGrant.newID(random))
            let decision = try await store.write { [issuer] tx throws(StoreError) in
                try tx.lockConfiguration()
                if try tx.signingKeys().isEmpty { for key in keys { try tx.insert(key) } }
                let former = try PrepareTenant.prepareAPI(in: tx, issuer: issuer, ids: ids, at: now)
                guard let note = try tx.note(PrepareTenant.note) else {
                    let client = admin ?? fresh
                    try PrepareTenant.makeFirstRecords(in: tx, client: client, issuer: issuer, ids: ids, at: now)
                    try tx.setNote(PrepareTenant.note, Array(client.id.utf8))
                    try tx.setNote(PrepareTenant.pendingNote, admin == nil ? [1] : [])
                    return Decision.done(Outcome(madeClient: admin == nil ? fresh : nil, formerAudience: former))
                }
                let stored = String(decoding: note, as: UTF8.self)
                if let admin {
                    guard admin.id == stored else { return .clientDiffers(stored: stored) }
                    guard let client = try tx.client(id: stored), client.hasSecret(admin.secret.exposed) else {
                        return .secretDiffers(clientID: stored)
                    }
                }
                var pending: AdminClient?
                if try tx.note(PrepareTenant.pendingNote) == [1], let client = try tx.client(id: stored) {
                    pending = AdminClient(id: client.id, secret: client.secret)
                }
                return .done(Outcome(madeClient: pending, formerAudience: former))
            }
            switch decision {
            case .done(let outcome): return outcome
            case .secretDiffers(let clientID): throw Failure.secretDiffers(clientID: clientID)
            case .clientDiffers(let stored): throw Failure.clientDiffers(stored: stored, given: admin?.id ?? "")
            }
        } catch let failure as Failure { throw failure } catch let error as StoreError { throw .store(error) } catch {
            throw .store(.failed("\(error)"))
        }
    }

    private struct Ids: Sendable {
        let connection: String
        let api: String
        let apiSecret: Secret<String>
        let grant: String
    }

    private func makeKeys(at now: Timestamp) throws(Failure) -> [SigningKey] {
        do {
            var current = try SigningKey.generate(host: issuer.host, at: now)
            current.state = .current
            current.currentSince = now
            return [current, try SigningKey.generate(host: issuer.host, at: now)]
        } catch { throw .key(error) }
    }

    /// Makes the Management API, or lets it follow the issuer and this version's scopes; returns a former identifier.
    private static func prepareAPI(
        in tx: any StoreTransaction, issuer: Issuer, ids: Ids, at now: Timestamp
    ) throws(StoreError) -> String? {
        guard let stored = try tx.apis().first(where: \.isSystem) else {
            try tx.insert(ManagementAPI.make(issuer: issuer, id: ids.api, secret: ids.apiSecret, at: now))
            return nil
        }
        let wanted = ManagementAPI.make(
            issuer: issuer, id: stored.id, secret: stored.signingSecret, at: stored.createdAt)
        if wanted.scopes != stored.scopes {
            var updated = stored
            updated.properties = wanted.properties
            try tx.update(updated)
            for var grant in try tx.clientGrants()
            where grant.audience == stored.identifier && grant.scope == stored.scopes {
                grant.scope = wanted.scopes  // a client that had them all has them all still
                try tx.update(grant)
            }
        }
        guard stored.identifier != wanted.identifier else { return nil }
        try tx.rename(apiID: stored.id, to: wanted.identifier)
        return stored.identifier
    }

    private static func makeFirstRecords(
        in tx: any StoreTransaction, client admin: AdminClient, issuer: Issuer, ids: Ids, at now: Timestamp
    ) throws(StoreError) {
        try tx.insert(
            Connection(id: ids.connection, name: "sms", options: Connection.initialOptions, createdAt: now))
        let properties: JSON = [
            "name": "Watchword Administration", "app_type": "non_interactive", "grant_types": ["client_credentials"],
        ]
        guard let client = try? NewClient(properties).make(id: admin.id, secret: admin.secret, at: now) else {
            throw .failed("the first client could not be made")
        }
        try tx.insert(client)
        try tx.insert(
            ClientGrant(
                id: ids.grant, clientID: admin.id, audience: issuer.managementAudience,
                scope: ManagementAPI.scopes.map(\.value), createdAt: now))
    }
}
