import Identity

/// What both sides did.
struct StatementsResults: Sendable {
    /// The rounds with one delay; logins a second, each of two transactions.
    struct Pair: Sendable {
        let delay: Double
        var pgbench: [Double] = []
        var store: [Double] = []

        /// The engine's share of pgbench's rate, round by round.
        var share: Spread { Spread(zip(store, pgbench).map { $1 > 0 ? $0 / $1 : 0 }) }
        /// Transactions a second.
        var pgbenchRate: Spread { Spread(pgbench.map { 2 * $0 }) }
        var storeRate: Spread { Spread(store.map { 2 * $0 }) }
    }

    let options: StatementsOptions
    let hot: HotTransactions
    var pairs: [Pair] = []

    var runs: Int { pairs.count }

    /// The share of pgbench's rate that the engine is to reach.
    static let aim = 0.7

    /// The statements and ways of one kind of transaction.
    private var kinds: [(name: String, transaction: RecordedTransaction)] {
        [
            ("start, new number", hot.new.start), ("exchange, new number", hot.new.exchange),
            ("start, known number", hot.known.start), ("exchange, known number", hot.known.exchange),
        ]
    }

    var text: String {
        var ways = Table()
        ways.add("transaction", "statements", "ways to the database")
        for (name, transaction) in kinds {
            ways.add(name, "\(transaction.statements.count)", "\(transaction.ways.count)")
        }
        var rates = Table()
        rates.add("added delay", "pgbench tx/s", "Watchword tx/s", "share", "aim 70 %")
        for pair in pairs {
            let share = pair.share
            rates.add(
                "\(pair.delay.short) ms", pair.pgbenchRate.words, pair.storeRate.words,
                "\((share.median * 100).short) % (\((share.low * 100).short)–\((share.high * 100).short))",
                share.median >= StatementsResults.aim ? "held" : "MISSED")
        }
        return """
            The storage engine's transactions beside pgbench's, on the statements that a server sent

            \(ways.text())

            \(rates.text())

            Both on \(options.connections) connections; the engine is asked by \(options.callers) callers. Medians of \
            \(options.rounds) rounds of \(options.seconds) s in turn, lowest and highest. A login is a start and an exchange; half \
            of the numbers are new.
            pgbench uses prepared statements and pipelines where the server does, and each pipeline is waited for. It writes the \
            event of the message with the start; the engine writes it afterwards, many in one transaction, on one more connection.
            """
    }

    var json: JSON {
        [
            "connections": .int(options.connections), "callers": .int(options.callers),
            "seconds": .int(options.seconds), "session_options": .string(hot.sessionOptions),
            "transactions": .array(
                kinds.map { name, transaction in
                    ["name": .string(name), "ways": .array(transaction.shape.map { .strings($0) })]
                }),
            "rounds": .array(
                pairs.map { pair in
                    [
                        "added_delay_ms": .number(pair.delay), "pgbench_per_second": .array(pair.pgbench.rates),
                        "watchword_per_second": .array(pair.store.rates), "share": .number(pair.share.median),
                        "held": .bool(pair.share.median >= StatementsResults.aim),
                    ]
                }),
        ]
    }
}

extension Spread {
    fileprivate var words: String { "\(median.short) (\(low.short)–\(high.short))" }
}

extension [Double] {
    /// Logins as transactions.
    fileprivate var rates: [JSON] { map { .number(2 * $0) } }
}
