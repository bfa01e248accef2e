import Identity
import Logging
import Tracing

/// Writes log lines: for a person at a terminal, or one JSON object a line for a collector.
struct LineLogHandler: LogHandler {
    enum Format: Sendable {
        case text
        case json
    }

    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let label: String
    let format: Format
    let sink: LogSink

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = SystemClock().now()
        var all = metadata
        if let given = event.metadata { all.merge(given) { _, new in new } }
        // What belongs to a trace says so, in the words of the collector.
        if let position = InstrumentationContext.current?.currentPosition {
            all["trace_id"] = "\(position.trace)"
            all["span_id"] = "\(position.span)"
        }
        let requestID = all.removeValue(forKey: "hb.request.id").map { "\($0)" }
        switch format {
        case .text: sink.append(text(event, time, requestID, all))
        case .json: sink.append(json(event, time, requestID, all))
        }
    }

    private func text(_ event: LogEvent, _ time: Timestamp, _ requestID: String?, _ all: Logger.Metadata) -> [UInt8] {
        var line = "\(time) \(String(describing: event.level).uppercased().padded(to: 8)) \(event.message)"
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(quoted("\(value)"))" }
        if let requestID { line += " id=\(requestID)" }
        return Array(line.utf8) + [0x0A]
    }

    private func json(_ event: LogEvent, _ time: Timestamp, _ requestID: String?, _ all: Logger.Metadata) -> [UInt8] {
        var object: JSONObject = [
            "time": .string(time.description), "level": .string("\(event.level)"),
            "message": .string("\(event.message)"),
            "logger": .string(label),
        ]
        object["request_id"] = requestID.map { .string($0) }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) where object[key] == nil {
            object[key] = .string("\(value)")
        }
        return JSON.object(object).serialized() + [0x0A]
    }

    /// Control characters never reach a terminal; texts with blanks get quotes.
    private func quoted(_ value: String) -> String {
        let clean = String(value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
        return clean.contains(" ") || clean.isEmpty ? "\"\(clean)\"" : clean
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
