import Foundation
import Identity
import NIOPosix

/// Holds the storage engine against pgbench: reads the statements off a server, looks whether the store alone sends the
/// same, and lets both carry them out in turn.
struct StatementsRun {
    let options: StatementsOptions
    private let folder: String
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init(_ options: StatementsOptions) throws {
        self.options = options
        folder = NSTemporaryDirectory() + "watchword-statements-\(getpid())"
        guard FileManager.default.isExecutableFile(atPath: options.server) else {
            throw RunFailure("there is no program \(options.server); scripts/bench builds it")
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Prints the table, and writes the file that was asked for.
    func perform() async throws {
        let watch = Child.endWithDriver()
        defer {
            Child.stopAll()
            try? FileManager.default.removeItem(atPath: folder)
        }
        let results = try await measure()
        print(results.text)
        if let path = options.json {
            try Data(results.json.serialized() + [0x0A]).write(to: URL(fileURLWithPath: path))
        }
        withExtendedLifetime(watch) {}
    }

    private func measure() async throws -> StatementsResults {
        progress("recording what a server sends")
        let (hot, clientID) = try await RecordedServer(options: options, folder: folder, group: group).record()
        try await checkStore(against: hot, clientID: clientID)
        try await PreparedNumbers(shell: .postgreSQL(url: options.database, folder: folder), hot: hot).prepare()
        let pgbench = try Pgbench(hot, connections: options.connections, folder: folder)
        var results = StatementsResults(options: options, hot: hot)
        let numbers = StoreNumbers()
        for delay in options.delays {
            let (url, network) = try await slowed(by: delay)
            let store = try await StoreLogins(url, connections: options.connections, clientID: clientID)
            var pair = StatementsResults.Pair(delay: delay)
            // Preparing a statement is a way each, and pgbench prepares those of eight connections in turn.
            let warmUp = 1 + Int(delay.rounded(.up))
            for round in 1...max(1, options.rounds) {
                progress("round \(round) of \(options.rounds), \(delay.short) ms added")
                let number = results.runs * options.rounds + round
                pair.pgbench.append(
                    try await pgbench.run(url, seconds: options.seconds, warmUp: warmUp, number: number))
                pair.store.append(
                    try await store.run(
                        callers: options.callers, seconds: options.seconds, warmUp: warmUp, numbers: numbers))
            }
            results.pairs.append(pair)
            await store.close()
            try await network?.stop()
        }
        return results
    }

    /// Lets the store log a number in as the server did, and throws where it does not send the same.
    private func checkStore(against hot: HotTransactions, clientID: String) async throws {
        let (recorder, url) = try await DatabaseRecorder.open(before: options.database, group: group)
        let store = try await StoreLogins(url, connections: 1, clientID: clientID)
        let guest = HotTransactions.Guest(phone: "+814900000001", address: "10.60.0.2")
        for _ in 1...2 { try await store.logIn(guest.phone, from: IPAddress(v4: 0x0A3C_0002)) }
        let own = try await HotTransactions.find(of: guest, in: recorder)
        await store.close()
        for (ours, theirs) in zip(own.ways, hot.ways) where ours != theirs {
            throw RunFailure(
                """
                the store alone does not send what the server sends; is the server built from these sources?
                the store:  \(ours.joined(separator: "; "))
                the server: \(theirs.joined(separator: "; "))
                """)
        }
        guard own.shape == hot.shape else { throw RunFailure("the store alone takes another number of ways") }
    }

    /// The database by a longer way, and the process that makes it longer.
    private func slowed(by delay: Double) async throws -> (url: String, network: Child?) {
        guard delay > 0 else { return (options.database, nil) }
        guard let target = DatabaseURL.port(of: options.database) else {
            throw RunFailure("the database's URL cannot be read")
        }
        let port = try FreePort.find()
        let child = try Child(
            "network-\(Int(delay * 1_000))", program: Run.program,
            arguments: ["delay", "\(port)", "\(target)", "\(Int(delay * 1_000))"], folder: folder)
        try await child.waitUntilListening(port: port)
        return (try DatabaseURL.moved(options.database, to: port), child)
    }
}
