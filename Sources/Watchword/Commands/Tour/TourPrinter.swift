import Foundation
import Identity

/// Prints a tour so that it teaches: a heading and a reason for each step, then the call as it went over the wire.
enum TourPrinter {
    static func step(_ number: Int, _ title: String, _ why: String) {
        Console.say("\n\(number). \(title)\n   \(why)\n")
    }

    static func note(_ text: String) { Console.say("   ✓ \(text)") }

    /// The call and its answer, long secrets cut.
    static func show(_ exchange: Exchange) {
        Console.say("   > \(exchange.method) \(exchange.url)")
        for (name, value) in exchange.headers where name != "Content-Type" {
            Console.say("   > \(name): \(shortened(value))")
        }
        if let body = exchange.body { print(body, mark: ">") }
        let reason = HTTPReason.phrase(exchange.status)
        Console.say("   < \(exchange.status) \(reason)")
        if let answer = exchange.answer { print(answer, mark: "<") }
        Console.say("")
    }

    private static func print(_ value: JSON, mark: String) {
        for line in lines(value, indent: "") { Console.say("   \(mark) \(line)") }
    }

    /// Indented JSON; a list's further items are only counted.
    private static func lines(_ value: JSON, indent: String) -> [String] {
        switch value {
        case .object(let object) where !object.isEmpty:
            let members = object.map { ($0.name, $0.value) }
            var lines = ["{"]
            for (index, (name, member)) in members.enumerated() {
                var inner = name == "client_secret" ? ["\"••••\""] : self.lines(member, indent: indent + "  ")
                inner[0] = "\(indent)  \"\(name)\": \(inner[0])"
                if index < members.count - 1 { inner[inner.count - 1] += "," }
                lines += inner
            }
            return lines + ["\(indent)}"]
        case .array(let items) where items.contains { $0.object != nil }:
            var lines = ["["]
            var first = self.lines(items[0], indent: indent + "  ")
            first[0] = "\(indent)  \(first[0])"
            lines += first
            if items.count > 1 { lines.append("\(indent)  … and \(items.count - 1) more") }
            return lines + ["\(indent)]"]
        case .string(let text): return [JSON.string(shortened(text)).text]
        case .array(let items) where items.contains { $0.string.map { $0.count > 90 } ?? false }:
            return [JSON.strings(items.compactMap(\.string).map(shortened)).text]
        default: return [value.text]
        }
    }

    /// Tokens and other long texts, cut in the middle.
    private static func shortened(_ text: String) -> String {
        text.count <= 90 ? text : "\(text.prefix(48))…\(text.suffix(12))"
    }
}

/// The reason phrases that a tour meets.
enum HTTPReason {
    static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 429: "Too Many Requests"
        default: ""
        }
    }
}
