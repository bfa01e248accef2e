import Hummingbird
import Identity

/// A query string, read into texts; complaints are the Management API's.
struct Query: Sendable {
    private var values: [String: [String]] = [:]

    /// Refuses a query that cannot be decoded or is longer than 8 KiB (414, as documented for long searches).
    init(_ request: Request) throws(ManagementError) {
        guard let text = request.uri.query else { return }
        guard text.utf8.count <= 8_192 else { throw ManagementError(.uriTooLong, "URI Too Long") }
        for pair in Array(text.utf8).split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            do throws(BodyProblem) {
                let name = try FormBody.decode(pair[..<equals])
                let value = equals == pair.endIndex ? "" : try FormBody.decode(pair[pair.index(after: equals)...])
                values[name, default: []].append(value)
            } catch { throw .query("The query string cannot be decoded") }
        }
    }

    /// The first value of a parameter; nil when it is absent or empty.
    subscript(name: String) -> String? { values[name]?.first.flatMap { $0.isEmpty ? nil : $0 } }
    /// All values of a parameter that may be repeated.
    func all(_ name: String) -> [String] { (values[name] ?? []) + (values[name + "[]"] ?? []) }

    /// A whole number within a range.
    func integer(_ name: String, _ range: ClosedRange<Int>) throws(ManagementError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text) else {
            throw .query("Expected type integer but found type string on property \(name)")
        }
        if number < range.lowerBound {
            throw .query("Value \(number) is less than minimum \(range.lowerBound) on property \(name)")
        }
        if number > range.upperBound {
            throw .query("Value \(number) is greater than maximum \(range.upperBound) on property \(name)")
        }
        return number
    }

    /// `true` or `false`.
    func flag(_ name: String) throws(ManagementError) -> Bool? {
        switch self[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .query("Expected type boolean but found type string on property \(name)")
        }
    }
}
