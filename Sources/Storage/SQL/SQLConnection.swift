import Identity

/// One connection to an engine, inside a transaction that somebody else opened and will end. It belongs to one thread
/// and is good only inside the closure that it was handed to.
///
/// Everything throws `StoreError.failed` when the engine could not do it: a broken constraint, a full disk, a statement
/// that is not SQL.
package protocol SQLConnection: AnyObject {
    /// Whether what a statement reads must be locked for it to stay as it is until the end of the transaction.
    var locksRows: Bool { get }

    /// Whether it pays to ask ahead: the engine is at the other end of a network.
    var isFar: Bool { get }

    /// Sends a statement whose answer `each` or `first` will want once, by the same text and values.
    func ask(_ sql: SQL) throws(StoreError)

    /// Drops the answers to what was asked ahead, so that it is asked anew when it is wanted.
    func forgetAnswers()

    /// Carries a statement out and answers how many rows it inserted, changed or deleted; rows it returns are dropped.
    @discardableResult
    func run(_ sql: SQL) throws(StoreError) -> Int

    /// Carries a statement out some time before the transaction ends, without waiting for it. Where it does not change as many rows
    /// as expected (nil is any number), the transaction fails with the problem.
    func post(_ sql: SQL, expecting count: Int?, orElse problem: @autoclosure () -> String) throws(StoreError)

    /// Hands each row of the answer to the closure, in order, until that says false. A statement that writes is always
    /// carried out to its end.
    func each(_ sql: SQL, _ read: (SQLRow) throws(StoreError) -> Bool) throws(StoreError)

    /// Carries out statements separated by semicolons, without values: the text of a migration.
    func script(_ text: String) throws(StoreError)
}

extension SQLConnection {
    /// Carries a statement out some time before the transaction ends, whatever it changes.
    package func post(_ sql: SQL) throws(StoreError) { try post(sql, expecting: nil, orElse: "") }

    package var isFar: Bool { false }
    package func ask(_ sql: SQL) throws(StoreError) {}
    package func forgetAnswers() {}

    /// Ends a statement that reads rows to decide on: nobody else changes them before the transaction is over.
    package var lock: SQL { locksRows ? " FOR UPDATE" : "" }

    /// All rows of the answer, read by the closure.
    package func rows<T>(_ sql: SQL, _ read: (SQLRow) throws(StoreError) -> T) throws(StoreError) -> [T] {
        var all: [T] = []
        try each(sql) { row throws(StoreError) in
            all.append(try read(row))
            return true
        }
        return all
    }

    /// The first row of the answer, read by the closure, or nil when there is none.
    package func first<T>(_ sql: SQL, _ read: (SQLRow) throws(StoreError) -> T) throws(StoreError) -> T? {
        var first: T?
        try each(sql) { row throws(StoreError) in
            first = try read(row)
            return false
        }
        return first
    }
}
