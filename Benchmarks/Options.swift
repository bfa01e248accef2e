/// What the command line says.
struct Options: Sendable {
    /// The server's program, a release build.
    var server = ".build-bench/release/watchword"
    /// A PostgreSQL for the store; nil is a file.
    var database: String?
    /// Servers on that database, behind a balancer when there are several.
    var nodes = 1
    /// What the way to the database and back takes longer than loopback, in milliseconds.
    var databaseDelay = 0.0
    /// Users who are in the store before anything is measured.
    var users = 0
    /// Whether the login page is looked at beside logins.
    var pageViews = true
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
        usage: Benchmarks [--server PATH] [--database URL [--nodes N] [--db-delay MS]] [--users N] [--json FILE]
                          [--quick] [--seconds N] [--rounds N] [--connections N] [--in-flight N] [--delay N]
                          [--no-hold] [--no-page-views] [--rows a0,a,b,c,d1,d2,e,f,g]
               Benchmarks page [RESULTS-FOLDER [DOCUMENT]]

          --server       the watchword program, a release build (.build-bench/release/watchword)
          --database     keep the store in this empty PostgreSQL database, by its URL, instead of a file
          --nodes        so many servers on that database, behind haproxy (1)
          --db-delay     make each way to the database and back longer by so many milliseconds
          --users        fill the store with so many users first
          --json         write the results to a file as well
          --quick        a smoke run of less than a minute: its numbers mean little
          --seconds      how long each row is measured in a round (4)
          --rounds       how many rounds; medians are of these (5)
          --connections  how many clients call at once (64)
          --in-flight    how many starts wait for the slow gateway (9500)
          --delay        how many seconds the slow gateway takes (20)
          --no-hold      leave the slow gateway out
          --no-page-views  do not look at the login page
          --rows         measure these rows only, for instance to profile the server meanwhile;
                         the login page is looked at where c is among them

        page writes tables and plots of a folder of such results (.build-bench/results) into docs/performance.md
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
            case "--no-page-views": pageViews = false
            case "--nodes": nodes = Int(try rest.number(of: name))
            case "--db-delay": databaseDelay = try rest.number(of: name)
            case "--users": users = try rest.count(of: name)
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
        guard nodes == 1 || database != nil else { throw UsageError(message: "several nodes need a --database") }
        guard databaseDelay == 0 || database != nil else { throw UsageError(message: "--db-delay needs a --database") }
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

    /// The whole number that follows an option; none is one, too.
    mutating func count(of name: String) throws(UsageError) -> Int {
        guard let count = Int(try value(of: name)), count >= 0 else {
            throw UsageError(message: "\(name) needs a whole number")
        }
        return count
    }

    /// The positive number that follows an option.
    mutating func number(of name: String) throws(UsageError) -> Double {
        guard let number = Double(try value(of: name)), number > 0, number < 1_000_000_000 else {
            throw UsageError(message: "\(name) needs a positive number")
        }
        return number
    }
}

extension Options {
    /// Where the store is and who serves it, in words.
    var place: String {
        let users = users == 0 ? "" : ", with \(users) users in it"
        guard database != nil else { return "One server, the store is a file" + users }
        let who = nodes == 1 ? "One server" : "\(nodes) servers behind haproxy"
        let away = databaseDelay == 0 ? "on the same machine" : "\(databaseDelay.short) ms away"
        return "\(who), the store is in PostgreSQL, \(away)" + users
    }
}
