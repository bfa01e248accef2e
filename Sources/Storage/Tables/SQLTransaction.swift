import Identity

/// What a transaction can do, over one connection to an engine. Each table's file adds its part.
///
/// No statement is expected to fail, because on some engines a failed one ends the transaction: what may be there already
/// is written with ON CONFLICT, and then the count of changes tells.
struct SQLTransaction: StoreTransaction {
    let connection: any SQLConnection
    let vault: Vault
    let searchedEvents: Int

    /// Carries out a statement that must change exactly one row; the problem is for the operator's log, because callers
    /// have looked before.
    func changeOne(_ sql: SQL, orElse problem: @autoclosure () -> String) throws(StoreError) {
        guard try connection.run(sql) == 1 else { throw .failed(problem()) }
    }
}
