/// What the command line says.
struct Options: Sendable {
    /// The server's program, a release build.
    var server = ".build-bench/release/watchword"
    /// A PostgreSQL for the store; nil is a file.
    var database: String?
    /// Where the results go as JSON too.
    var json: String?
    /// How long one round of one row is measured.
    var seconds = 4.0
    /// How long a round runs before it is measured.
    var warmUp = 1.0
    var rounds = 5
    /// Clients that call one after the other, each on a connection of its own.
    var connections = 64
    /// Starts that wait at once for the slow gateway.
    var inFlight = 9_500
    /// Connections opened a second while those are started.
    var launchRate = 1_500
    /// How long the slow gateway takes, in seconds.
    var delay = 20.0
    /// `max_in_flight` of the server, where it is not the default.
    var maxInFlight: Int?
    /// Whether the runs with the slow gateway are made.
    var holds = true
    /// The rows that are measured; nil is all of them. Whoever profiles the server wants one.
    var rows: Set<String>?

    static let usage = """
        usage: Benchmarks [--server PATH] [--database URL] [--json FILE] [--quick] [--seconds N] [--rounds N] [--connections N]
                          [--in-flight N] [--delay N] [--no-hold] [--rows a,b,c,d1,d2,e,f,g]

          --server       the watchword program, a release build (.build-bench/release/watchword)
          --database     keep the store in this empty PostgreSQL database, by its URL, instead of a file
          --json         write the results to a file as well
          --quick        a smoke run of less than a minute: its numbers mean little
          --seconds      how long each row is measured in a round (4)
          --rounds       how many rounds; medians are of these (5)
          --connections  how many clients call at once (64)
          --in-flight    how many starts wait for the slow gateway (9500)
          --delay        how many seconds the slow gateway takes (20)
          --no-hold      leave the slow gateway out
          --rows         measure these rows only, for instance to profile the server meanwhile;
                         the login page is looked at where c is among them
        """

    init(_ arguments: [String]) throws(UsageError) {
        if arguments.contains("--quick") {
            (seconds, warmUp, rounds, inFlight, delay, maxInFlight) = (1, 0.3, 3, 900, 4, 1_000)
        }
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--quick": break
            case "--no-hold": holds = false
            case "--rows": rows = Set(try rest.value(of: name).split(separator: ",").map(String.init))
            case "--server": server = try rest.value(of: name)
            case "--database": database = try rest.value(of: name)
            case "--json": json = try rest.value(of: name)
            case "--seconds": seconds = try rest.number(of: name)
            case "--rounds": rounds = Int(try rest.number(of: name))
            case "--connections": connections = Int(try rest.number(of: name))
            case "--in-flight": inFlight = Int(try rest.number(of: name))
            case "--delay": delay = try rest.number(of: name)
            default: throw UsageError(message: "unknown: \(name)\n\n\(Options.usage)")
            }
        }
        let room = (DescriptorLimit.current - 512) / 2
        inFlight = max(1, min(inFlight, room))
    }
}

/// The command line cannot be understood.
struct UsageError: Error {
    let message: String
}

extension ArraySlice<String> {
    /// The value that follows an option.
    mutating func value(of name: String) throws(UsageError) -> String {
        guard let value = popFirst() else { throw UsageError(message: "\(name) needs a value") }
        return value
    }

    /// The positive number that follows an option.
    mutating func number(of name: String) throws(UsageError) -> Double {
        guard let number = Double(try value(of: name)), number > 0, number < 1_000_000 else {
            throw UsageError(message: "\(name) needs a positive number")
        }
        return number
    }
}
