/// The prepared statements of one connection, by their text; the one that was not used for longest leaves first.
struct StatementCache {
    /// How many statements it keeps: more than the program has, so that only lists of varying length push others out.
    let limit: Int
    private var statements: [String: SQLiteStatement] = [:]
    private var uses: UInt64 = 0

    init(limit: Int) {
        self.limit = limit
        statements.reserveCapacity(limit)
    }

    /// How many statements it holds now.
    var count: Int { statements.count }

    /// The statement for a text, unless it is absent or at work further up the stack.
    mutating func idle(_ text: String) -> SQLiteStatement? {
        guard let statement = statements[text], !statement.isBusy else { return nil }
        uses += 1
        statement.lastUse = uses
        return statement
    }

    /// Keeps a new statement, unless one of the same text is at work: then the new one lives for this run only.
    mutating func keep(_ statement: SQLiteStatement, for text: String) {
        guard statements[text] == nil else { return }
        if statements.count >= limit, let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            statements[oldest.key] = nil
        }
        uses += 1
        statement.lastUse = uses
        statements[text] = statement
    }

    /// Forgets all of them.
    mutating func empty() {
        statements.removeAll()
    }
}
