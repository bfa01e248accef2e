import Foundation

/// A recorded login as a script of pgbench: the same statements with the same values beside them, in the same ways, for
/// another number each time.
///
/// pgbench's variables hold numbers, so texts that name a number, user, address or event are put together from one in
/// the statement. Every other value is a variable that the command line sets once; NULL and nothing stand in the text.
struct PgbenchScript {
    /// The lines of the file.
    let text: String
    /// What the command line must set.
    let constants: [String: String]

    /// Where the numbers of its runs come from.
    enum Numbers {
        /// Any of these.
        case among(ClosedRange<Int>)
        /// One after the other, another range for each connection.
        case from(Int)

        fileprivate var lines: [String] {
            switch self {
            case .among(let range): ["\\set number random(\(range.lowerBound), \(range.upperBound))"]
            case .from(let first):
                ["\\set turn :turn + 1", "\\set number \(first) + :base + :client_id * \(PgbenchScript.room) + :turn"]
            }
        }
    }

    /// So many new numbers one connection may need in a run.
    static let room = 1_000_000

    init(_ login: LoginTransactions, of hot: HotTransactions, numbers: Numbers) {
        var writer = Writer(hot: hot)
        // The event of the message goes with the start's last way: it costs no way and no commit of its own on either
        // side.
        var start = login.start.ways
        if let last = start.indices.last { start[last].insert(contentsOf: login.errands, at: start[last].count - 1) }
        let body = (start + login.exchange.ways).flatMap { writer.lines(of: $0) }
        let chances = (0..<writer.events).map {
            "\\set chance\($0) random(10000000000000, 99999999999999)"
        }
        text = (numbers.lines + ["\\set stamp :stamp + 211"] + chances + body).joined(separator: "\n") + "\n"
        constants = writer.constants
    }

    /// The terms that stand for a prepared number's texts; `PreparedNumbers` makes rows with the same.
    static func phone(_ number: String) -> String { "('+' || \(number))" }
    static func userID(_ number: String) -> String { "('sms|000000000000' || \(number))" }
    static func address(_ number: String) -> String { "('@' || \(number))" }

    private struct Writer {
        let hot: HotTransactions
        var constants: [String: String] = [:]
        var events = 0

        /// One way: a pipeline where several statements travel together.
        mutating func lines(of way: [RecordedStatement]) -> [String] {
            let statements = way.map { text(of: $0) + ";" }
            return statements.count == 1 ? statements : ["\\startpipeline"] + statements + ["\\endpipeline"]
        }

        /// The statement with terms where `$1`, `$2` … stood.
        private mutating func text(of statement: RecordedStatement) -> String {
            let terms = statement.values.map { term(for: $0) }
            var text = ""
            var rest = Substring(statement.text)
            while let dollar = rest.firstIndex(of: "$") {
                let digits = rest[rest.index(after: dollar)...].prefix { $0.isNumber }
                text += rest[..<dollar]
                if let place = Int(digits), (1...terms.count).contains(place) { text += terms[place - 1] }
                rest = rest[digits.endIndex...]
            }
            return (text + rest).split(separator: "\n").joined(separator: " ")
        }

        private mutating func term(for value: [UInt8]?) -> String {
            guard let value else { return "NULL" }
            let text = Writer.readable(value)
            switch text {
            case hot.phone: return PgbenchScript.phone(":number")
            case hot.userID: return PgbenchScript.userID(":number")
            case hot.address: return PgbenchScript.address(":number")
            // The command line cannot set a variable to nothing.
            case "": return "''"
            case let id? where Writer.isEventID(id):
                events += 1
                return "('900200' || :stamp || :chance\(events - 1))"
            default: return constant(text ?? "\\x" + value.map { String(format: "%02x", $0) }.joined())
            }
        }

        private mutating func constant(_ text: String) -> String {
            if let known = constants.first(where: { $0.value == text }) { return ":\(known.key)" }
            // Named by what they are, so that two scripts of one run agree.
            let name = "c" + text.utf8.reduce(into: 5_381 as UInt64) { $0 = $0 &* 33 &+ UInt64($1) }.description
            constants[name] = text
            return ":\(name)"
        }

        /// The value as text, or nil for bytes that are none.
        private static func readable(_ value: [UInt8]) -> String? {
            guard let text = String(validating: value, as: UTF8.self), !text.utf8.contains(where: { $0 < 0x20 }) else {
                return nil
            }
            return text
        }

        /// See `Event.newID`.
        private static func isEventID(_ text: String) -> Bool {
            text.utf8.count == 36 && text.hasPrefix("900200") && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }
}
