/// The server's memory.
package protocol Store: Sendable {
    /// Runs one transaction that is durable once this returns. The closure may run again after a conflict, so it has no
    /// effect but on the transaction. What it throws rolls back everything it wrote; what must be kept is returned.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T

    /// Runs a transaction some time soon, without anyone waiting for it; a failure goes to the operator's log.
    func enqueue(_ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Void)

    /// Reads one consistent state.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T
}

/// What a transaction can do, resource by resource.
package protocol StoreTransaction: ConnectionRecords, ClientRecords, ClientGrantRecords, APIRecords, SettingsRecords,
    BrandingRecords, SigningKeyRecords, UserRecords, LoginCodeRecords, NumberRecords, AddressRecords, EventRecords,
    SessionRecords, RefreshTokenRecords, AuthorizationCodeRecords, ConsentRecords, SpentRecords, ClientCredentialRecords
{
    /// Asks at once for rows that are then read one by one. Where the engine is at the other end of a network, that is one way
    /// there and back instead of several. What is read, and the order in which it is locked, stays the same: so it comes first in
    /// a transaction, before anything is written.
    func foresee(_ rows: [Foreseen]) throws(StoreError)
}

/// Connections, as the Management API sees them; deleted ones only where said.
package protocol ConnectionRecords {
    /// All that are not deleted, oldest first.
    func connections() throws(StoreError) -> [Connection]
    func connection(id: String) throws(StoreError) -> Connection?
    /// Also finds a deleted one whose name is still taken.
    func connection(named name: String) throws(StoreError) -> Connection?
    func insert(_ connection: Connection) throws(StoreError)
    func update(_ connection: Connection) throws(StoreError)
    /// Removes at most `limit` rows of a deleted connection's users, codes and histories, and at last itself; true when done.
    func purge(connectionID: String, limit: Int) throws(StoreError) -> Bool
    /// The ids of connections that are marked as deleted.
    func deletedConnectionIDs() throws(StoreError) -> [String]
}

/// Clients.
package protocol ClientRecords {
    /// Oldest first.
    func clients() throws(StoreError) -> [Client]
    func client(id: String) throws(StoreError) -> Client?
    func insert(_ client: Client) throws(StoreError)
    func update(_ client: Client) throws(StoreError)
    /// Also takes the client out of connections and removes its grants.
    func deleteClient(id: String) throws(StoreError)
}

/// Client grants.
package protocol ClientGrantRecords {
    /// Oldest first.
    func clientGrants() throws(StoreError) -> [ClientGrant]
    func clientGrant(id: String) throws(StoreError) -> ClientGrant?
    func insert(_ grant: ClientGrant) throws(StoreError)
    func update(_ grant: ClientGrant) throws(StoreError)
    func deleteClientGrant(id: String) throws(StoreError)
}

/// APIs.
package protocol APIRecords {
    /// Oldest first.
    func apis() throws(StoreError) -> [API]
    func api(id: String) throws(StoreError) -> API?
    func api(identifier: String) throws(StoreError) -> API?
    func insert(_ api: API) throws(StoreError)
    func update(_ api: API) throws(StoreError)
    /// Also removes the client grants for it.
    func deleteAPI(id: String) throws(StoreError)
    /// Renames an API and its grants' audience: only ever the Management API, after the issuer.
    func rename(apiID: String, to identifier: String) throws(StoreError)
}

/// The tenant's settings, and the version that says when configuration changed.
package protocol SettingsRecords {
    func tenantSettings() throws(StoreError) -> TenantSettings
    func update(_ settings: TenantSettings) throws(StoreError)
    /// Rises with every change of connections, clients, grants, APIs, keys and settings.
    func configurationVersion() throws(StoreError) -> Int
    /// Keeps every other transaction from changing configuration until this one is over.
    func lockConfiguration() throws(StoreError)
    /// Says that configuration changed.
    func raiseConfigurationVersion() throws(StoreError)
    /// A small value of the program's own.
    func note(_ name: String) throws(StoreError) -> [UInt8]?
    func setNote(_ name: String, _ value: [UInt8]) throws(StoreError)
}

/// Signing keys.
package protocol SigningKeyRecords {
    func signingKeys() throws(StoreError) -> [SigningKey]
    func insert(_ key: SigningKey) throws(StoreError)
    func update(_ key: SigningKey) throws(StoreError)
}

/// Users.
package protocol UserRecords {
    func user(id: String) throws(StoreError) -> User?
    func user(connectionID: String, phone: PhoneNumber) throws(StoreError) -> User?
    /// False, and nothing written, where the id or the number is taken.
    func insert(_ user: User) throws(StoreError) -> Bool
    /// False, and nothing written, where the user is gone or the number is another's.
    func update(_ user: User) throws(StoreError) -> Bool
    /// Writes a user who has just logged in, and for whom the transaction has looked by number before: it holds that number, and the
    /// user where there is one. Fails where the number was given to another user in the same moment.
    func recordLogin(of user: User, isNew: Bool) throws(StoreError)
    /// Also raises the number's generation and drops its codes; false where there was none.
    func deleteUser(id: String) throws(StoreError) -> Bool
    /// A page of users and how many there are in all.
    func users(_ query: UserQuery) throws(StoreError) -> (users: [User], total: Int)
}

/// Login codes.
package protocol LoginCodeRecords {
    func loginCode(connectionID: String, phone: PhoneNumber, holder: LoginHolder) throws(StoreError) -> LoginCode?
    /// Stands in the place of any older code of the same connection, number and holder.
    func put(_ code: LoginCode) throws(StoreError)
    /// Writes the state of exactly this code, if it still stands.
    func updateState(of code: LoginCode) throws(StoreError)
    /// Removes exactly this code, if it still stands.
    func delete(_ code: LoginCode) throws(StoreError)
}

/// Histories of numbers.
package protocol NumberRecords {
    func numberHistory(connectionID: String, phone: PhoneNumber) throws(StoreError) -> NumberHistory
    func put(_ history: NumberHistory, connectionID: String, phone: PhoneNumber, at time: Timestamp) throws(StoreError)
}

/// Limits of addresses.
package protocol AddressRecords {
    /// When the address's bucket is full again.
    func addressLimit(_ key: String) throws(StoreError) -> Timestamp?
    func putAddressLimit(_ key: String, fullAt: Timestamp) throws(StoreError)
}

/// Events.
package protocol EventRecords {
    func append(_ event: Event) throws(StoreError)
    func event(id: String) throws(StoreError) -> Event?
    /// A page of events and how many there are in all.
    func events(_ query: EventQuery) throws(StoreError) -> (events: [Event], total: Int)
    /// Removes events older than a moment, at most `limit`; returns how many.
    func deleteEvents(before time: Timestamp, limit: Int) throws(StoreError) -> Int
}
