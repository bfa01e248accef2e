/// Makes a user that nobody logged in yet.
package struct CreateUser: Sendable {
    package enum Outcome: Sendable {
        case created(User)
        case noConnection
        /// The number or the id is another's.
        case taken
    }

    private let vault: Vault

    package init(vault: Vault) { self.vault = vault }

    /// The user gets the id that the number's first login would have given, unless the operator chose one.
    package func create(_ new: NewUser, in tx: any StoreTransaction, at time: Timestamp) throws(StoreError) -> Outcome {
        guard let connection = try tx.connection(named: new.connection), connection.deletedAt == nil else {
            return .noConnection
        }
        let generation = try tx.numberHistory(connectionID: connection.id, phone: new.phone).generation
        let key = new.key ?? vault.userKey(connection: connection.id, phone: new.phone, generation: generation)
        let user = new.make(key: key, connection: connection, at: time)
        return try tx.insert(user) ? .created(user) : .taken
    }
}
