import Foundation

/// How the gateway fails for one number: an optional delay, then an ending.
///
/// Its JSON, all keys optional, at least one given: `status` (200 to 599), `delay_ms` (0 to 120,000), `drip` and `reset`
/// (booleans). Of `status`, `drip` and `reset` only one; any of them can be delayed.
struct Misbehaviour: Sendable, Equatable {
    /// The longest delay, in milliseconds: four times as long as any caller waits.
    static let longestDelay = 120_000

    /// What happens in the end.
    enum Ending: Sendable, Equatable {
        /// This HTTP status, with an empty body.
        case status(Int)
        /// The head of an answer, a byte at a time, that never becomes complete.
        case drip
        /// The connection is reset, without a byte of an answer.
        case reset
    }

    var delayMilliseconds: Int
    var ending: Ending
}

extension Misbehaviour.Ending: CustomStringConvertible {
    /// The status's digits, `drip` or `reset`.
    var description: String {
        switch self {
        case .status(let status): String(status)
        case .drip: "drip"
        case .reset: "reset"
        }
    }
}

extension Misbehaviour: Decodable {
    private struct Key: CodingKey, Hashable {
        let stringValue: String
        let intValue: Int? = nil

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    /// Reads the JSON object; whatever is wrong is thrown as an ``InboxError`` that says so.
    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self) else {
            throw InboxError.badRequest("The body must be a JSON object.")
        }
        let known = ["status", "delay_ms", "drip", "reset"]
        if let unknown = fields.allKeys.first(where: { !known.contains($0.stringValue) }) {
            throw InboxError.badRequest(
                "Unknown key \"\(unknown.stringValue)\"; known are \(known.joined(separator: ", ")).")
        }
        func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
            guard fields.contains(Key(name)) else { return nil }
            guard let value = try? fields.decode(Int.self, forKey: Key(name)), range.contains(value) else {
                throw InboxError.badRequest(
                    "\(name) must be a whole number, \(range.lowerBound) to \(range.upperBound).")
            }
            return value
        }
        func flag(_ name: String) throws -> Bool {
            guard fields.contains(Key(name)) else { return false }
            guard let value = try? fields.decode(Bool.self, forKey: Key(name)) else {
                throw InboxError.badRequest("\(name) must be true or false.")
            }
            return value
        }

        var endings: [Ending] = []
        if let status = try integer("status", in: 200...599) { endings.append(.status(status)) }
        if try flag("drip") { endings.append(.drip) }
        if try flag("reset") { endings.append(.reset) }
        let delay = try integer("delay_ms", in: 0...Self.longestDelay)

        guard endings.count <= 1 else {
            throw InboxError.badRequest("status, drip and reset exclude one another; delay_ms goes with any of them.")
        }
        guard let ending = endings.first ?? delay.map({ _ in .status(200) }) else {
            throw InboxError.badRequest("Say how the number shall misbehave: status, delay_ms, drip or reset.")
        }
        self.init(delayMilliseconds: delay ?? 0, ending: ending)
    }
}
