/// One metric: its name, what it says, and the names of its labels. Whatever is not declared here is not kept.
struct MetricDeclaration: Sendable {
    enum Kind: Sendable, Equatable {
        case counter
        case gauge
        /// With the upper bounds of its buckets, rising; what is beyond the last one is counted, too.
        case histogram([Double])
    }

    let name: String
    let kind: Kind
    /// One sentence, for whoever reads `/metrics`.
    let help: String
    /// Their values come from fixed sets in this program: never a number, an address, an id or a path that somebody sent.
    let labels: [String]

    init(_ name: String, _ kind: Kind, _ help: String, labels: [String] = []) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
    }
}

/// All metrics of the program. `docs/monitoring.md` explains them to operators; a test holds the two together.
enum MetricCatalogue {
    /// Seconds, from a check of a cookie to the longest that a gateway may take.
    static let seconds: MetricDeclaration.Kind = .histogram([
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ])

    static let all = requests + logins + messages + storage + upkeep + program

    static let requests = [
        MetricDeclaration(
            "watchword_http_requests_total", .counter, "Requests that were answered.",
            labels: ["method", "route", "status"]),
        MetricDeclaration(
            "watchword_http_request_duration_seconds", seconds, "Time from a request's head to its answer.",
            labels: ["method", "route"]),
        MetricDeclaration("watchword_http_requests_in_flight", .gauge, "Requests that are being answered."),
    ]

    static let logins = [
        MetricDeclaration(
            "watchword_login_starts_total", .counter, "Codes that were asked for, by what came of it.",
            labels: ["result"]),
        MetricDeclaration(
            "watchword_login_tries_total", .counter, "Codes that were typed, by what came of it.", labels: ["result"]),
        MetricDeclaration(
            "watchword_limit_decisions_total", .counter, "What the limits said.", labels: ["limit", "decision"]),
        MetricDeclaration("watchword_signature_duration_seconds", seconds, "Time to sign a token, waiting included."),
        MetricDeclaration(
            "watchword_signature_failures_total", .counter, "Tokens that were not signed.", labels: ["reason"]),
    ]

    static let messages = [
        MetricDeclaration(
            "watchword_message_duration_seconds", seconds, "Time a provider took to answer for a message.",
            labels: ["provider", "outcome"]),
        MetricDeclaration("watchword_messages_in_flight", .gauge, "Places taken by messages under way."),
        MetricDeclaration("watchword_messages_in_flight_limit", .gauge, "Places for messages under way."),
    ]

    static let storage = [
        MetricDeclaration(
            "watchword_store_duration_seconds", seconds, "Time of a transaction, waiting and commit included.",
            labels: ["operation"]),
        MetricDeclaration(
            "watchword_store_failures_total", .counter, "Transactions that were not carried out.",
            labels: ["operation", "reason"]),
        MetricDeclaration("watchword_store_commits_total", .counter, "Commits to the store."),
        MetricDeclaration("watchword_store_transactions_total", .counter, "Transactions in those commits."),
        MetricDeclaration(
            "watchword_store_largest_batch", .gauge, "Transactions in the largest commit so far."),
        MetricDeclaration("watchword_store_waiting", .gauge, "Transactions that wait for a writer."),
    ]

    static let upkeep = [
        MetricDeclaration("watchword_sweeps_total", .counter, "Sweeps of ended records.", labels: ["outcome"]),
        MetricDeclaration("watchword_sweep_duration_seconds", seconds, "Time of one slice of a sweep."),
        MetricDeclaration(
            "watchword_sweep_last_success_timestamp_seconds", .gauge, "When a sweep last ended well, in Unix time."
        ),
        MetricDeclaration(
            "watchword_trace_spans_total", .counter, "Spans of traces, by what became of them.", labels: ["outcome"]),
        MetricDeclaration("watchword_trace_spans_waiting", .gauge, "Spans that wait for the collector."),
        MetricDeclaration(
            "watchword_metric_series_refused_total", .counter,
            "Series not kept because a metric had too many."),
    ]

    static let program = [
        MetricDeclaration(
            "watchword_build_info", .gauge, "Always 1; the label names the version.", labels: ["version"]),
        MetricDeclaration("watchword_connections", .gauge, "Connections, by who opened them.", labels: ["direction"]),
        MetricDeclaration("watchword_connections_limit", .gauge, "Connections that open files allow."),
        MetricDeclaration("process_cpu_seconds_total", .counter, "Processor time of the process."),
        MetricDeclaration("process_resident_memory_bytes", .gauge, "Memory of the process."),
        MetricDeclaration("process_open_fds", .gauge, "Open file descriptors."),
        MetricDeclaration("process_max_fds", .gauge, "How many file descriptors may be open."),
        MetricDeclaration("process_start_time_seconds", .gauge, "When the process started, in Unix time."),
    ]
}
