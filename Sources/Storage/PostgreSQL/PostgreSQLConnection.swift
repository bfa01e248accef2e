import CLibPQ
import Identity

/// One connection to a server that speaks PostgreSQL's protocol. It takes no locks of its own: whoever makes it may hand it to
/// one other thread, and from then on only that thread may touch it.
///
/// What need not be waited for is not: the beginning of a transaction travels with its first statement, statements that answer
/// nothing (`post`) with the next one or with the commit, and what was asked ahead (`ask`) with the first that wants an answer.
/// libpq calls that a pipeline.
final class PostgreSQLConnection: SQLConnection {
    /// What a connection is for.
    enum Role: Sendable {
        /// Writes; what it reads to decide on stays locked until the end of the transaction.
        case writer
        /// Reads one state throughout; the server refuses everything else.
        case reader
    }

    /// Why the last call failed, as far as whoever runs transactions must know.
    enum Fault {
        /// Another transaction was in the way: the same may succeed when it is run again.
        case conflict
        /// The connection is gone, or leads to a server that cannot write any more.
        case connection
        /// The statement, the data, the disk.
        case other
    }

    let role: Role
    private(set) var fault: Fault?
    /// Whether the end of the transaction was on its way when the connection was lost.
    private(set) var mayHaveCommitted = false
    /// How often an answer was waited for.
    private(set) var roundTrips = 0
    /// Whether the server has answered since the transaction was opened.
    private var hasAnswered = false
    private let handle: OpaquePointer
    private var statements: [String: String] = [:]
    /// Those that the open transaction was the first to use. Where it fails, nobody knows whether the server has them.
    private var newStatements: [String] = []
    private var statementNumber = 0
    private var pending: [Expectation] = []
    /// Points of the pipeline that were set and not reached yet.
    private var syncs = 0

    /// What an answer that was not waited for must be.
    private struct Expectation {
        let text: String
        /// How many rows it must have changed; nil for any number.
        var count: Int?
        var problem = ""
        /// Whether the answer is kept for whoever wants it.
        var isAsked = false
    }

    /// Answers to what was asked ahead, from when they are there until they are wanted.
    private var answers = PostgreSQLAnswers()

    /// How many prepared statements a connection keeps at most; beyond it all are forgotten.
    private static let statementLimit = 512

    init(_ address: PostgreSQLAddress, role: Role) throws(StoreError) {
        self.role = role
        guard let handle = address.connect() else { throw .failed("out of memory") }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK, PQenterPipelineMode(handle) == 1 else {
            throw .failed("PostgreSQL cannot be reached: \(PostgreSQLConnection.text(PQerrorMessage(handle)))")
        }
    }

    deinit { PQfinish(handle) }

    var locksRows: Bool { role == .writer }
    var isFar: Bool { true }
    /// Whether the connection can be used for another transaction.
    var isGood: Bool { PQstatus(handle) == CONNECTION_OK && fault != .connection }

    // MARK: Transactions

    /// Opens a transaction; it travels with the first statement.
    func begin() throws(StoreError) {
        fault = nil
        hasAnswered = false
        mayHaveCommitted = false
        newStatements.removeAll(keepingCapacity: true)
        answers.forget()
        try send(
            role == .writer ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        )
    }

    /// Ends the transaction. When it throws with the fault `connection` and `mayHaveCommitted`, nobody knows whether it was kept.
    func commit() throws(StoreError) {
        // Counts must be looked at before it is too late; and that a server is gone should be seen while it is sure that nothing
        // was kept.
        if !hasAnswered || pending.contains(where: { $0.count != nil }) { try flush() }
        mayHaveCommitted = true
        try send("COMMIT")
        try finish()
    }

    /// Throws the transaction away; afterwards the connection is ready for another, or not good any more.
    func rollback() {
        let cause = fault
        pending.removeAll()
        answers.forget()
        for text in newStatements { statements[text] = nil }
        guard recover() else { return fault = .connection }
        if PQtransactionStatus(handle) != PQTRANS_IDLE {
            do throws(StoreError) {
                try send("ROLLBACK")
                try finish()
            } catch { return fault = .connection }
        }
        fault = cause
    }

    // MARK: Statements

    func ask(_ sql: SQL) throws(StoreError) {
        try send(sql)
        pending[pending.count - 1].isAsked = true
        answers.await(sql)
    }

    func forgetAnswers() {
        for index in pending.indices { pending[index].isAsked = false }
        answers.forget()
    }

    @discardableResult
    func run(_ sql: SQL) throws(StoreError) -> Int {
        let result = try answer(sql)
        defer { PQclear(result) }
        return PostgreSQLConnection.count(result)
    }

    func post(_ sql: SQL, expecting count: Int?, orElse problem: @autoclosure () -> String) throws(StoreError) {
        try send(sql, count: count, problem: count == nil ? "" : problem())
    }

    func each(_ sql: SQL, _ read: (SQLRow) throws(StoreError) -> Bool) throws(StoreError) {
        let result = try answer(sql)
        defer { PQclear(result) }
        let columns = PostgreSQLRow(result)
        let row = SQLRow(columns: columns)
        for index in 0..<PQntuples(result) {
            columns.index = index
            guard try read(row) else { return }
        }
    }

    func script(_ text: String) throws(StoreError) {
        // Several statements at once are not for a pipeline.
        try finish()
        guard PQexitPipelineMode(handle) == 1 else { throw broken("the pipeline cannot be left") }
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        guard PQenterPipelineMode(handle) == 1 else { throw broken("the pipeline cannot be entered") }
        guard PostgreSQLConnection.isGood(result) else { throw failure(result, text) }
    }

    // MARK: The pipeline

    /// Puts a statement into the pipeline, prepared at its first use.
    private func send(_ sql: SQL, count: Int? = nil, problem: String = "") throws(StoreError) {
        let name = try prepared(sql)
        let sent = PostgreSQLParameters(sql.values).withPointers { number, pointers, lengths, formats in
            PQsendQueryPrepared(handle, name, number, pointers, lengths, formats, 1)
        }
        guard sent == 1 else { throw broken(sql.text) }
        pending.append(Expectation(text: sql.text, count: count, problem: problem))
    }

    private func prepared(_ sql: SQL) throws(StoreError) -> String {
        let text = sql.text
        if let known = statements[text] { return known }
        if statements.count >= PostgreSQLConnection.statementLimit {
            statements.removeAll(keepingCapacity: true)
            guard PQsendQueryParams(handle, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 1) == 1 else { throw broken(text) }
            pending.append(Expectation(text: "DEALLOCATE ALL"))
        }
        statementNumber += 1
        let name = "s\(statementNumber)"
        guard PQsendPrepare(handle, name, sql.text(for: .postgreSQL), 0, nil) == 1 else { throw broken(text) }
        pending.append(Expectation(text: text))
        statements[text] = name
        newStatements.append(text)
        return name
    }

    /// Sends a statement with all that waits, and reads its answer.
    private func answer(_ sql: SQL) throws(StoreError) -> OpaquePointer? {
        if answers.awaits(sql) {
            if pending.contains(where: \.isAsked) { try flush() }
            if let result = answers.take(sql) { return result }
        }
        try send(sql)
        pending.removeLast()
        try flush()
        let result = PQgetResult(handle)
        guard PostgreSQLConnection.isGood(result) else {
            defer { PQclear(result) }
            throw failure(result, sql.text)
        }
        PQclear(PQgetResult(handle))
        return result
    }

    /// Sends all that waits, and reads the answers to what was not waited for.
    private func flush() throws(StoreError) {
        guard PQsendFlushRequest(handle) == 1, PQflush(handle) >= 0 else { throw broken("the pipeline") }
        roundTrips += 1
        try settlePending()
    }

    /// Sends all that waits, and reads to the end of it.
    private func finish() throws(StoreError) {
        guard sync() else { throw broken("the pipeline") }
        roundTrips += 1
        try settlePending()
        let result = PQgetResult(handle)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_PIPELINE_SYNC else { throw failure(result, "the pipeline's end") }
        syncs -= 1
    }

    /// Reads the answers to what was not waited for; each ends with nothing.
    private func settlePending() throws(StoreError) {
        let expectations = pending
        pending.removeAll(keepingCapacity: true)
        for expectation in expectations {
            let result = PQgetResult(handle)
            var isKept = false
            defer { if !isKept { PQclear(result) } }
            guard PostgreSQLConnection.isGood(result) else { throw failure(result, expectation.text) }
            PQclear(PQgetResult(handle))
            hasAnswered = true
            if expectation.isAsked, let result { isKept = answers.keep(result) }
            if let count = expectation.count, PostgreSQLConnection.count(result) != count {
                fault = .other
                throw .failed(expectation.problem)
            }
        }
    }

    /// Reads whatever is still under way, up to a point where the server takes statements again; false where there is none.
    private func recover() -> Bool {
        guard PQstatus(handle) == CONNECTION_OK, sync() else { return false }
        var nothings = 0
        while syncs > 0, nothings < 4, PQstatus(handle) == CONNECTION_OK {
            guard let result = PQgetResult(handle) else {
                nothings += 1
                continue
            }
            nothings = 0
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC { syncs -= 1 }
            PQclear(result)
        }
        return syncs == 0
    }

    /// Sets a point up to which an error takes everything with it.
    private func sync() -> Bool {
        guard PQpipelineSync(handle) == 1 else { return false }
        syncs += 1
        return true
    }

    // MARK: Failures

    private static func isGood(_ result: OpaquePointer?) -> Bool {
        let status = PQresultStatus(result)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    private static func count(_ result: OpaquePointer?) -> Int {
        PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    private func broken(_ text: String) -> StoreError {
        fault = .connection
        return .failed("\(PostgreSQLConnection.text(PQerrorMessage(handle))): \(text)")
    }

    /// What the server says of a statement. Values travel beside it, so none is in the text; the server's detail would name some, and
    /// is left out.
    private func failure(_ result: OpaquePointer?, _ text: String) -> StoreError {
        guard result != nil, PQstatus(handle) == CONNECTION_OK else { return broken(text) }
        let state = PQresultErrorField(result, 0x43).map { String(cString: $0) } ?? "no code"
        let reason = PQresultErrorField(result, 0x4D).map { String(cString: $0) } ?? "no reason was given"
        fault = Fault(sqlState: state)
        return .failed("\(reason) (PostgreSQL \(state)): \(text)")
    }

    private static func text(_ text: UnsafePointer<CChar>?) -> String {
        let text = text.map { String(cString: $0) } ?? ""
        return text.isEmpty ? "no reason was given" : text.split(separator: "\n").joined(separator: " ")
    }
}

extension PostgreSQLConnection.Fault {
    /// By the codes of PostgreSQL's appendix A.
    fileprivate init(sqlState: String) {
        self =
            switch sqlState {
            // Serialization failure, deadlock, a lock that was waited for too long.
            case "40001", "40P01", "55P03": .conflict
            // A server that is no primary any more, or comes up or goes down.
            case "25006", "57P01", "57P02", "57P03", "57P05": .connection
            case let state where state.hasPrefix("08"): .connection
            default: .other
            }
    }
}
