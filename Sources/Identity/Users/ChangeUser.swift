/// Changes a user's properties, or the number that they log in with.
package struct ChangeUser: Sendable {
    package enum Outcome: Sendable {
        case changed(User)
        case noUser
        case noConnection
        /// The connection exists and is not the user's.
        case otherConnection
        /// The new number is another user's.
        case taken
    }

    /// Applies the patch to the user as it stands in this transaction.
    package static func change(
        _ id: String, by patch: UserPatch, in tx: any StoreTransaction, at time: Timestamp
    ) throws(StoreError) -> Outcome {
        guard let user = try tx.user(id: id) else { return .noUser }
        if let name = patch.connection, name != user.connection {
            guard let other = try tx.connection(named: name), other.deletedAt == nil else { return .noConnection }
            return .otherConnection
        }
        let changed = patch.apply(to: user, at: time)
        return try tx.update(changed) ? .changed(changed) : .taken
    }
}
