import Identity

/// A job whose caller waits for the result.
///
/// `@unchecked Sendable`: the caller makes it and puts it into a `JobQueue`; `outcome` is touched only by the thread
/// that took it from there, or by nobody when the queue refused it.
final class AnsweredJob<T: Sendable>: StorageJob, @unchecked Sendable {
    private let body: @Sendable (any SQLConnection) throws(StoreError) -> T
    private let caller: CheckedContinuation<Result<T, StoreError>, Never>
    private var outcome: Result<T, StoreError> = .failure(.closed)
    var isAwaited: Bool { true }

    init(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T,
        for caller: CheckedContinuation<Result<T, StoreError>, Never>
    ) {
        self.body = body
        self.caller = caller
    }

    func run(on connection: any SQLConnection) -> Bool {
        do {
            outcome = .success(try body(connection))
            return true
        } catch {
            outcome = .failure(error)
            return false
        }
    }

    func settle(_ failure: StoreError?) {
        if let failure { outcome = .failure(failure) }
        caller.resume(returning: outcome)
    }
}

/// A job that nobody waits for; a handler hears when it failed.
///
/// `@unchecked Sendable`: as for `AnsweredJob`.
final class Errand: StorageJob, @unchecked Sendable {
    private let body: @Sendable (any SQLConnection) throws(StoreError) -> Void
    private let onLost: @Sendable (StoreError) -> Void
    private var error: StoreError?
    var isAwaited: Bool { false }

    init(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Void,
        onLost: @escaping @Sendable (StoreError) -> Void
    ) {
        self.body = body
        self.onLost = onLost
    }

    func run(on connection: any SQLConnection) -> Bool {
        error = nil
        do {
            try body(connection)
        } catch {
            self.error = error
        }
        return error == nil
    }

    func settle(_ failure: StoreError?) {
        if let error = failure ?? error { onLost(error) }
    }
}

extension JobQueue {
    /// Waits for the job's turn and answers what it returned or threw. A cancelled task waits too: whether its work was
    /// done is known only then.
    func answer<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        let result = await withCheckedContinuation { caller in submit(AnsweredJob(body, for: caller)) }
        return try result.get()
    }
}
