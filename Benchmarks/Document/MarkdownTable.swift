import Identity

/// A table as Markdown writes it.
struct MarkdownTable {
    private var lines: [[String]]

    init(_ heads: [String]) { lines = [heads] }

    mutating func add(_ cells: [String]) { lines.append(cells) }

    /// Whether it has any line but its heads.
    var isEmpty: Bool { lines.count == 1 }

    /// Numbers to the right, the first columns to the left.
    func text(leftColumns: Int = 1) -> String {
        let rules = lines[0].indices.map { $0 < leftColumns ? "---" : "---:" }
        return ([lines[0], rules] + lines.dropFirst())
            .map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }
}

extension Double {
    /// Three digits, thousands apart, and no zeros behind the point.
    var grouped: String {
        guard abs(self) >= 1_000 else {
            guard short.utf8.contains(0x2E) else { return short }
            var text = short
            while text.last == "0" { text.removeLast() }
            return text.last == "." ? String(text.dropLast()) : text
        }
        let digits = String(Int(rounded()))
        return String(
            digits.reversed().enumerated().flatMap { place, digit in
                place % 3 == 0 && place > 0 ? [",", digit] : [digit]
            }
            .reversed())
    }
}

extension JSON? {
    /// `median (low–high)`, as the results write a spread; empty where there is none.
    var spread: String {
        guard let median = self?["median"]?.double, let low = self?["low"]?.double, let high = self?["high"]?.double
        else { return "" }
        return "\(median.grouped) (\(low.grouped)–\(high.grouped))"
    }

    /// A spread's median; empty where there is none.
    var median: String { self?["median"]?.double?.grouped ?? "" }
    var number: String { self?.double?.grouped ?? "" }
}
