/// What the command line of `statements` says.
struct StatementsOptions: Sendable {
    var server = ".build-bench/release/watchword"
    var database = ""
    var json: String?
    /// How long each side is measured in a round.
    var seconds = 4
    var rounds = 5
    /// Connections of either side to the database.
    var connections = 16
    /// Logins under way at once; pgbench has one a connection.
    var callers = 64
    /// Milliseconds that the way to the database and back is longer than it is.
    var delays = [0, 0.5, 2]

    static let usage = """
        usage: Benchmarks statements --database URL [--server PATH] [--json FILE] [--seconds N] [--rounds N] [--connections N]
                          [--callers N] [--delays 0,0.5,2]

        Holds the storage engine's transactions against pgbench on the same statements, which are read off a server.

          --database     an empty PostgreSQL database, by its URL
          --server       the watchword program, a release build (.build-bench/release/watchword)
          --json         write the results to a file as well
          --seconds      how long each side is measured in a round (4)
          --rounds       how many rounds, the sides in turn; medians are of these (5)
          --connections  how many connections each side has to the database (16)
          --callers      how many logins the engine is asked for at once (64)
          --delays       milliseconds added to the way to the database and back, a run of rounds for each (0,0.5,2)
        """

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        while let name = rest.popFirst() {
            switch name {
            case "--server": server = try rest.value(of: name)
            case "--database": database = try rest.value(of: name)
            case "--json": json = try rest.value(of: name)
            case "--seconds": seconds = max(1, Int(try rest.number(of: name)))
            case "--rounds": rounds = Int(try rest.number(of: name))
            case "--connections": connections = Int(try rest.number(of: name))
            case "--callers": callers = Int(try rest.number(of: name))
            case "--delays":
                delays = try rest.value(of: name).split(separator: ",").map { text throws(UsageError) in
                    guard let delay = Double(text), (0...1_000).contains(delay) else {
                        throw UsageError(message: "\(name) needs milliseconds")
                    }
                    return delay
                }
            case "--help", "-h": throw UsageError(message: StatementsOptions.usage)
            default: throw UsageError(message: "unknown: \(name)\n\n\(StatementsOptions.usage)")
            }
        }
        guard !database.isEmpty else { throw UsageError(message: StatementsOptions.usage) }
        guard rounds * delays.count * connections <= StatementsOptions.mostRuns else {
            throw UsageError(message: "that is more rounds than there are numbers for")
        }
    }

    /// Each connection of pgbench has numbers of its own in each run, between its first new one and the store's.
    private static let mostRuns = (PreparedNumbers.storeNew - PreparedNumbers.pgbenchNew) / PgbenchScript.room
}
