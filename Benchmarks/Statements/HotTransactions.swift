import Foundation

/// The two transactions of a login, and what is written without anyone waiting.
struct LoginTransactions: Sendable {
    let start: RecordedTransaction
    let exchange: RecordedTransaction
    /// Statements of the event of the message that was sent: nobody waits for them, and many logins' go together.
    let errands: [RecordedStatement]

    /// What must be equal in two logins of the same kind.
    var shape: [[[String]]] { [start.shape, exchange.shape, [errands.map(\.text)]] }
}

/// A number's first login and its second one, as somebody recorded them.
struct HotTransactions: Sendable {
    /// Of a number and an address that were never seen.
    let new: LoginTransactions
    /// Of a user, and an address that asked before.
    let known: LoginTransactions
    /// E.164
    let phone: String
    let address: String
    /// `sms|…`
    let userID: String
    /// What the server sets for its sessions, as `PGOPTIONS` has it.
    let sessionOptions: String

    /// Who logs in twice while it is recorded.
    struct Guest: Sendable {
        let phone: String
        let address: String
    }

    /// Finds the logins among all that was recorded; nil while something is missing.
    ///
    /// What a transaction is about is told by its values: the hot ones name the number, the errands name it within
    /// their JSON.
    init?(of guest: Guest, in recorder: DatabaseRecorder) {
        let phone = Array(guest.phone.utf8)
        let about = recorder.transactions.filter { transaction in
            transaction.statements.contains { $0.values.contains { $0?.holds(phone) == true } }
        }
        let hot = about.filter { $0.statements.contains { $0.values.contains(phone) } }
        let errands = about.filter { !$0.statements.contains { $0.values.contains(phone) } }.flatMap(\.statements)
            .filter { $0.values.contains { $0?.holds(phone) == true } }
        guard hot.count == 4, errands.count == 2, let userID = HotTransactions.userID(in: hot[3]) else { return nil }
        new = LoginTransactions(start: hot[0], exchange: hot[1], errands: [errands[0]])
        known = LoginTransactions(start: hot[2], exchange: hot[3], errands: [errands[1]])
        self.phone = guest.phone
        address = guest.address
        self.userID = userID
        sessionOptions = recorder.sessionOptions
    }

    private static func userID(in transaction: RecordedTransaction) -> String? {
        for value in transaction.statements.flatMap(\.values) {
            if let value, value.starts(with: "sms|".utf8) { return String(decoding: value, as: UTF8.self) }
        }
        return nil
    }

    /// Waits for what nobody waits for, and says what is missing after five seconds.
    static func find(of guest: Guest, in recorder: DatabaseRecorder) async throws -> HotTransactions {
        for _ in 0..<500 {
            if let found = HotTransactions(of: guest, in: recorder) { return found }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw RunFailure("the transactions of two logins were not found among \(recorder.transactions.count)")
    }

    /// What must be equal whoever carries the logins out.
    var shape: [[[String]]] { new.shape + known.shape }
    /// The same, way after way.
    var ways: [[String]] { shape.flatMap(\.self) }
}

extension [UInt8] {
    /// Whether the bytes stand somewhere in these.
    fileprivate func holds(_ bytes: [UInt8]) -> Bool {
        guard count >= bytes.count else { return false }
        return (0...count - bytes.count).contains { self[$0..<$0 + bytes.count].elementsEqual(bytes) }
    }
}
