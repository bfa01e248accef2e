import CLibPQ

/// Answers to statements that were sent before anybody wanted them, in the order in which they were sent. Each is wanted once at
/// most; whatever is left is cleared.
struct PostgreSQLAnswers: ~Copyable {
    private struct Answer {
        let sql: SQL
        var result: OpaquePointer?
    }

    private var all: [Answer] = []

    deinit { for answer in all { PQclear(answer.result) } }

    /// Makes room for the answer to a statement that was sent.
    mutating func await(_ sql: SQL) { all.append(Answer(sql: sql)) }

    func awaits(_ sql: SQL) -> Bool { all.contains { $0.sql == sql } }

    /// Keeps the next answer; false where nobody wants it any more.
    mutating func keep(_ result: OpaquePointer) -> Bool {
        guard let index = all.firstIndex(where: { $0.result == nil }) else { return false }
        all[index].result = result
        return true
    }

    /// The answer, for whoever clears it.
    mutating func take(_ sql: SQL) -> OpaquePointer? {
        guard let index = all.firstIndex(where: { $0.sql == sql && $0.result != nil }) else { return nil }
        return all.remove(at: index).result
    }

    mutating func forget() {
        for answer in all { PQclear(answer.result) }
        all.removeAll(keepingCapacity: true)
    }
}
