import Foundation
import Identity

/// The results of earlier runs, each a JSON file.
struct MeasuredRuns {
    private let files: [String: JSON]

    init(folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        files = names.filter { $0.hasSuffix(".json") }.reduce(into: [:]) { files, name in
            files[String(name.dropLast(5))] = try? JSON.parse(ProcFiles.text("\(folder)/\(name)").utf8)
        }
    }

    /// The run with that name; nil where it was not made.
    subscript(name: String) -> MeasuredRun? { files[name].map { MeasuredRun(name: name, json: $0) } }
    /// A file that another part of the driver wrote.
    func json(_ name: String) -> JSON? { files[name] }

    /// The runs that are not about growth, in the order in which they are made.
    var configurations: [MeasuredRun] {
        ["sqlite", "postgres", "postgres-3", "postgres-0.5ms", "postgres-2ms"].compactMap { self[$0] }
    }

    /// One engine's runs on more and more users.
    func growth(_ engine: String) -> [MeasuredRun] {
        files.keys.filter { $0.hasPrefix("growth-\(engine)-") }.compactMap { self[$0] }.sorted { $0.users < $1.users }
    }
}

/// One run, as its file tells of it.
struct MeasuredRun {
    let name: String
    let json: JSON

    /// What people call it.
    var title: String {
        let engine = json["engine"]?.string == "sqlite" ? "SQLite" : "PostgreSQL"
        let delay = json["database_delay_ms"]?.double ?? 0
        if delay > 0 { return "\(engine), \(delay.grouped) ms away" }
        return nodes > 1 ? "\(engine), \(nodes) nodes" : engine
    }

    var nodes: Int { json["nodes"]?.integer ?? 1 }
    var users: Int { json["filling", "users"]?.integer ?? json["users"]?.integer ?? 0 }
    var date: String { json["date"]?.string ?? "" }
    var rows: [JSON] { json["rows"]?.array ?? [] }
    func row(_ name: String) -> JSON? { rows.first { $0["name"]?.string == name } }
}

extension JSON {
    /// A member of members; nil where the path ends before.
    subscript(path: String...) -> JSON? {
        path.reduce(Optional(self)) { value, name in value?.object?[name] }
    }

    /// Any number.
    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
