/// What the command line says of a run beside the peers.
struct PeersOptions: Sendable {
    /// The server's program, a release build.
    var server = ".build-bench/release/watchword"
    /// A PostgreSQL that flushes to the disk, by its URL, with the empty databases `watchword`, `allauth` and `privacyidea`.
    var database = ""
    /// Where `scripts/bench-peers` put the peers' virtual environments.
    var environments = ".build-bench/peers"
    /// Where the results go as JSON too.
    var json: String?
    /// How long one round of one contestant is measured.
    var seconds = 5.0
    /// How long a round runs before it is measured.
    var warmUp = 1.0
    /// The same for those who make fewer than two logins a second.
    var slowSeconds = 20.0
    var slowWarmUp = 6.0
    var rounds = 5
    /// Users of each peer, each with a number that is theirs already.
    var users = 1_000
    /// The contestants that are measured; nil is all of them.
    var only: Set<String>?

    static let usage = """
        usage: Benchmarks peers --database URL [--server PATH] [--environments FOLDER] [--json FILE] [--quick]
                                [--seconds N] [--slow-seconds N] [--rounds N] [--users N] [--only a,b,c]

          --database      a PostgreSQL that flushes, with empty databases named watchword, allauth and privacyidea
          --server        the watchword program, a release build (.build-bench/release/watchword)
          --environments  where scripts/bench-peers installed the peers (.build-bench/peers)
          --json          write the results to a file as well
          --quick         a smoke run: its numbers mean little
          --seconds       how long each contestant is measured in a round (5)
          --slow-seconds  the same for privacyIDEA with a PIN (20)
          --rounds        how many rounds; medians are of these (5)
          --users         how many users each peer knows (1000)
          --only          measure these alone, by the names that the JSON has
        """

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        if arguments.contains("--quick") {
            (seconds, warmUp, slowSeconds, slowWarmUp, rounds, users) = (2, 0.5, 8, 3, 2, 200)
        }
        var rest = arguments
        while let name = rest.popFirst() {
            switch name {
            case "--quick": break
            case "--server": server = try rest.value(of: name)
            case "--database": database = try rest.value(of: name)
            case "--environments": environments = try rest.value(of: name)
            case "--json": json = try rest.value(of: name)
            case "--seconds": seconds = try rest.number(of: name)
            case "--slow-seconds": slowSeconds = try rest.number(of: name)
            case "--rounds": rounds = Int(try rest.number(of: name))
            case "--users": users = Int(try rest.number(of: name))
            case "--only": only = Set(try rest.value(of: name).split(separator: ",").map(String.init))
            default: throw UsageError(message: "unknown: \(name)\n\n\(PeersOptions.usage)")
            }
        }
        guard !database.isEmpty else { throw UsageError(message: "--database is missing\n\n\(PeersOptions.usage)") }
    }

    func wants(_ name: String) -> Bool { only?.contains(name) ?? true }
}
