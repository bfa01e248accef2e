import Identity

/// An engine: where transactions are carried out.
protocol SQLDatabase: Sendable {
    /// The numbers of the migrations that were applied when it was opened.
    var applied: [Int] { get }
    /// What writers have done since it was opened.
    var statistics: GroupCommit.Statistics { get }

    /// Runs the closure in a transaction and answers its result when that is durable. The closure may run more than once, and has no
    /// effect but on the transaction.
    ///
    /// Throws what the closure threw (its changes are gone then), `.overloaded` or `.closed` when it was not run or nobody knows
    /// whether it was kept, and `.failed` when it was not kept. Cancelling the task does not take the closure back.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T

    /// Lets the closure run in a transaction soon, and returns at once.
    func enqueue(_ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Void)

    /// Returns when everything that was enqueued before is durable, or was lost.
    func settle() async throws(StoreError)

    /// Runs the closure on one state of the data, which holds every write that was answered before.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T

    /// Carries out what waits and closes all connections; what comes later throws `.closed`.
    func close() async

    /// Looks through all the data for damage; empty when all is well.
    func integrityCheck() async throws(StoreError) -> [String]

    /// Writes a copy of one state of the data to a new file with mode 0600. Throws `.failed` where the engine has tools of its own.
    func backup(to path: String) async throws(StoreError)
}
