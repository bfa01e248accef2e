import Logging

extension Logger {
    /// Says nothing, and keeps its metadata, where Hummingbird keeps a request's id.
    static var quiet: Logger { Logger(label: "quiet") { _ in QuietHandler() } }
}

private struct QuietHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.critical

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {}
}
