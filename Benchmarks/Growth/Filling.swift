import Foundation

/// What filling a store came to.
struct Filling: Sendable {
    /// The people who are there now, those of an earlier filling among them.
    var users: Int
    /// Of those that were added, how many there are, and their events.
    var added = 0
    var events = 0
    /// How long it took.
    var seconds = 0.0
    /// What the added rows and their indexes take, in bytes.
    var bytes = 0
    /// What was not done, as a sentence; nil where all was.
    var leftOut: String?

    var bytesEach: Double { added == 0 ? 0 : Double(bytes) / Double(added) }
    var secondsPerMillion: Double { added == 0 ? 0 : seconds * 1_000_000 / Double(added) }
}

extension Population {
    /// So many are added first, to see how many bytes one takes.
    static let sample = 100_000
    /// So much of the disk stays free, in bytes.
    static let reserve = 10_000_000_000

    /// Fills the SQLite file of a server that does not run. A run that breaks off leaves the file useless.
    ///
    /// - Parameter folder: where scripts and their output may go meanwhile.
    func fill(file: String, folder: String) async throws -> Filling {
        try await fill(SQLiteFilling(shell: .sqlite(file: file, folder: folder), file: file))
    }

    /// Fills the PostgreSQL database of servers that do not run. A run that breaks off leaves the tables without their
    /// indexes.
    func fill(database url: String, folder: String) async throws -> Filling {
        try await fill(PostgreSQLFilling(shell: .postgreSQL(url: url, folder: folder)))
    }

    private func fill(_ engine: some FilledEngine) async throws -> Filling {
        guard users <= Population.most else {
            throw RunFailure("no more than \(Population.most) users can be filled in")
        }
        var filling = Filling(users: known)
        guard users > known else { return filling }
        let clock = ContinuousClock()
        let start = clock.now
        let row = FilledRow(
            population: self, tenant: try await engine.tenant(),
            now: Int64(Date().timeIntervalSince1970) * 1_000_000, dialect: engine.dialect)
        let before = try await engine.bytes()
        let sampled = min(users, known + Population.sample)
        try await engine.add(slices(of: known..<sampled), row, isSample: true)
        let each = Double(try await engine.bytes() - before) / Double(sampled - known)
        let (end, leftOut) = fitting(from: sampled, each: each, free: try await engine.freeBytes())
        if end > sampled { try await engine.add(slices(of: sampled..<end), row, isSample: false) }
        progress("looking through what was filled in")
        try await engine.finish()
        filling.users = end
        filling.added = end - known
        filling.events = filling.added * eventsEach
        filling.seconds = (clock.now - start).inSeconds
        filling.bytes = try await engine.bytes() - before
        filling.leftOut = leftOut
        return filling
    }

    /// How many people the disk has room for, and what that leaves out.
    private func fitting(from sampled: Int, each: Double, free: Int?) -> (end: Int, leftOut: String?) {
        guard let free else { return (users, nil) }
        let room = max(0, Int(Double(free - Population.reserve) / max(1, each)))
        let end = min(users, sampled + room)
        guard end < users else { return (users, nil) }
        return (
            end,
            "\(users - end) of \(users) users were left out: at \(Int(each)) bytes each, \(free / 1_000_000_000) GB of free disk "
                + "hold no more and keep \(Population.reserve / 1_000_000_000) GB"
        )
    }
}

/// An engine whose tables can be filled.
protocol FilledEngine: Sendable {
    var dialect: FilledRow.Dialect { get }
    /// Whose people they are: the first connection, and the first client that may use it.
    func tenant() async throws -> FilledRow.Tenant
    /// What users and events take now, with their indexes, in bytes.
    func bytes() async throws -> Int
    /// Free disk where the data is, in bytes; nil where that cannot be seen from here.
    func freeBytes() async throws -> Int?
    /// - Parameter isSample: whether these are few, and tell how many bytes one takes.
    func add(_ slices: [Population.Slice], _ row: FilledRow, isSample: Bool) async throws
    /// What a store of that size would have had done to it long ago.
    func finish() async throws
}

extension FilledEngine {
    /// Reads the one line of columns between bars that the engine's program writes.
    func tenant(from lines: [String]) throws -> FilledRow.Tenant {
        let columns = lines.first?.split(separator: "|", omittingEmptySubsequences: false).map(String.init) ?? []
        guard columns.count == 4 else {
            throw RunFailure("there is no client that may use a connection: a server must have made its tenant first")
        }
        return FilledRow.Tenant(
            connectionID: columns[0], connection: columns[1], clientID: columns[2], clientName: columns[3])
    }

    func number(from lines: [String]) throws -> Int {
        guard let number = lines.last.flatMap({ Int($0) }) else { throw RunFailure("a number was expected") }
        return number
    }

    /// The client's name, for `rest`, is a member of its properties.
    func tenantQuery(name: String) -> String {
        """
        SELECT connections.id, connections.name, clients.id, \(name)
        FROM connections JOIN connection_clients ON connection_id = connections.id JOIN clients ON clients.id = client_id
        WHERE deleted_at IS NULL ORDER BY position LIMIT 1;
        """
    }

    /// Says how far the engine is, by the lines that `note` makes it write.
    func report(_ line: String) {
        if line.hasPrefix(mark) { progress("filled in: \(line.dropFirst(mark.count)) users") }
    }

    func note(_ slice: Population.Slice) -> String { "SELECT '\(mark)\(slice.end)';" }

    private var mark: String { "users: " }

    /// Free bytes of the file system that a path is on.
    func free(at path: String) -> Int? {
        (try? FileManager.default.attributesOfFileSystem(forPath: path))?[.systemFreeSize] as? Int
    }
}
