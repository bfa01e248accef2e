import NIOCore

/// A statement with the values that were sent beside it.
struct RecordedStatement: Sendable {
    /// With `$1`, `$2` … for the values.
    let text: String
    /// The bytes of each value as they were sent; nil for NULL.
    let values: [[UInt8]?]
}

/// One transaction as a client sent it.
struct RecordedTransaction: Sendable {
    /// Statements that travelled together, way after way: after each the client waited for the answers.
    var ways: [[RecordedStatement]]

    var statements: [RecordedStatement] { ways.flatMap(\.self) }
    /// What must be equal in two transactions of the same kind.
    var shape: [[String]] { ways.map { $0.map(\.text) } }
}

/// Reads what a client of PostgreSQL sends: the extended query of PostgreSQL's protocol 3.0, prepared statements in a
/// pipeline. Anything else passes unread.
struct FrontendReader {
    private var received = ByteBuffer()
    private var hasStarted = false
    private var texts: [String: String] = [:]
    private var bound: RecordedStatement?
    private var way: [RecordedStatement] = []
    private var open: [[RecordedStatement]]?

    /// The client's settings for its session, as `PGOPTIONS` has them.
    private(set) var sessionOptions = ""
    /// Transactions that were committed, oldest first.
    private(set) var transactions: [RecordedTransaction] = []

    /// Forgets the transactions, which somebody took.
    mutating func forget() { transactions = [] }

    mutating func read(_ bytes: ByteBuffer) {
        received.writeImmutableBuffer(bytes)
        while hasStarted ? readMessage() : readStart() {}
    }

    /// The first packets have no type: requests for encryption, to which the server says no, and the start itself.
    private mutating func readStart() -> Bool {
        guard let length = received.getInteger(at: received.readerIndex, as: Int32.self),
            var packet = received.readSlice(length: Int(length))
        else { return false }
        packet.moveReaderIndex(forwardBy: 4)
        guard packet.readInteger(as: Int32.self) == FrontendReader.protocolVersion else { return true }
        while let name = packet.readNullTerminatedString(), !name.isEmpty, let value = packet.readNullTerminatedString()
        {
            if name == "options" { sessionOptions = value }
        }
        hasStarted = true
        return true
    }

    private static let protocolVersion: Int32 = 3 << 16

    private mutating func readMessage() -> Bool {
        guard let length = received.getInteger(at: received.readerIndex + 1, as: Int32.self),
            var message = received.readSlice(length: Int(length) + 1), let type = message.readInteger(as: UInt8.self)
        else { return false }
        message.moveReaderIndex(forwardBy: 4)
        switch Character(UnicodeScalar(type)) {
        case "P": parse(&message)
        case "B": bind(&message)
        case "E": execute()
        case "H", "S": endWay()
        default: break
        }
        return true
    }

    private mutating func parse(_ message: inout ByteBuffer) {
        guard let name = message.readNullTerminatedString(), let text = message.readNullTerminatedString() else {
            return
        }
        texts[name] = text
    }

    /// Portal, statement, formats, values.
    private mutating func bind(_ message: inout ByteBuffer) {
        guard message.readNullTerminatedString() != nil, let name = message.readNullTerminatedString(),
            let text = texts[name], let formats = message.readInteger(as: Int16.self)
        else { return }
        message.moveReaderIndex(forwardBy: 2 * Int(formats))
        var values: [[UInt8]?] = []
        for _ in 0..<(message.readInteger(as: Int16.self) ?? 0) {
            values.append(message.readInteger(as: Int32.self).flatMap { message.readBytes(length: Int($0)) })
        }
        bound = RecordedStatement(text: text, values: values)
    }

    private mutating func execute() {
        guard let statement = bound else { return }
        bound = nil
        if statement.text.hasPrefix("BEGIN") { open = [] }
        way.append(statement)
    }

    private mutating func endWay() {
        defer { way = [] }
        guard !way.isEmpty, open != nil else { return }
        open?.append(way)
        guard let last = way.last?.text, last == "COMMIT" || last == "ROLLBACK" else { return }
        if last == "COMMIT", let ways = open { transactions.append(RecordedTransaction(ways: ways)) }
        open = nil
    }
}
