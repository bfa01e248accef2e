import Identity

/// What a transaction can do, over one connection to an engine. Each table's file adds its part.
///
/// What a transaction reads of single rows stays as it is until its end: on an engine with many writers the row is locked
/// (`connection.lock`). A number and an address get a row to lock where they had none, so all that concerns one number goes one
/// after the other.
///
/// No statement is expected to fail, because on some engines a failed one ends the transaction: what may be there already
/// is written with ON CONFLICT, and then the count of changes tells. What is found by chance alone (an event's id, a session's) is
/// not looked at: were it ever there already, the transaction fails.
struct SQLTransaction: StoreTransaction {
    let connection: any SQLConnection
    let vault: Vault
    let searchedEvents: Int

    /// Carries out a statement that must change exactly one row, or the transaction fails; the problem is for the operator's log,
    /// because callers have looked before.
    func changeOne(_ sql: SQL, orElse problem: @autoclosure () -> String) throws(StoreError) {
        try connection.post(sql, expecting: 1, orElse: problem())
    }
}
