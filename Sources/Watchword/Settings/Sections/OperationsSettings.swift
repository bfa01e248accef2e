import Identity

/// How the server is watched: metrics for Prometheus, traces for an OpenTelemetry collector.
struct OperationsSettings: SettingsSection {
    let host: String
    /// `nil`: no listener; 0: any free port.
    let port: Int?
    /// `nil`: no traces.
    let otlpEndpoint: BaseURL?
    let tracePercent: Int

    static let title = "Operations"

    static let host = SettingKey(
        "operations_host", .host, default: "127.0.0.1",
        """
        The address to listen on for Prometheus. Whoever reaches it can read `/metrics`: keep it in a network of your \
        own.
        """)
    static let port = SettingKey(
        "operations_port", .integer(0...65535), otherwise: "none: nothing is measured",
        """
        The TCP port of `/metrics`, such as 9464; 0 takes any free one, and the log names it. Nobody else is served \
        there, and `/metrics` is nowhere else.
        """)
    static let otlpEndpoint = SettingKey(
        "otlp_endpoint", .baseURL, otherwise: "none: no traces are made",
        """
        Where an OpenTelemetry collector takes OTLP over HTTP, such as `http://127.0.0.1:4318/`; `v1/traces` is \
        appended. `egress_allow` does not apply to it.
        """)
    static let tracePercent = SettingKey(
        "trace_percent", .integer(0...100, of: "percent"), default: 100,
        """
        How many of the traces that begin here go to the collector. Where a caller's `traceparent` says whether it is \
        recorded, that holds.
        """)

    static let declarations: [any SettingDeclaration] = [host, port, otlpEndpoint, tracePercent]

    init(reading reader: inout SettingReader) {
        host = reader.value(of: Self.host)
        port = reader.value(of: Self.port)
        otlpEndpoint = reader.value(of: Self.otlpEndpoint)
        tracePercent = reader.value(of: Self.tracePercent)
        if port != nil, !HostText.isLoopback(host) {
            reader.warn("operations_host is \(host): whoever reaches that address can read the metrics")
        }
    }
}
