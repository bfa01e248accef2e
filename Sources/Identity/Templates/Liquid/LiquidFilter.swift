/// The filters a template may use, with the meaning Shopify documents for them.
enum LiquidFilter: String, Sendable, CaseIterable {
    case append, prepend, upcase, downcase, capitalize, `default`
    case replace, remove, slice, truncate, strip, lstrip, rstrip
    case split, join, first, last, size, escape
    case replaceFirst = "replace_first"
    case removeFirst = "remove_first"
    case stripNewlines = "strip_newlines"
    case urlEncode = "url_encode"

    /// How many arguments it takes.
    var arguments: ClosedRange<Int> {
        switch self {
        case .upcase, .downcase, .capitalize, .strip, .lstrip, .rstrip, .first, .last, .size, .escape,
            .stripNewlines, .urlEncode:
            0...0
        case .append, .prepend, .remove, .removeFirst, .split: 1...1
        case .default, .join: 0...1
        case .replace, .replaceFirst, .slice: 1...2
        case .truncate: 0...2
        }
    }

    var argumentsInWords: String {
        let (least, most) = (arguments.lowerBound, arguments.upperBound)
        return least == most
            ? "\(most) argument\(most == 1 ? "" : "s")"
            : "\(least) to \(most) argument\(most == 1 ? "" : "s")"
    }

    /// The value that comes out; texts are cut at `LiquidLimits.textBytes`.
    func apply(to input: LiquidValue, _ arguments: [LiquidValue]) -> LiquidValue {
        let first = arguments.first?.text ?? ""
        let second = arguments.dropFirst().first?.text ?? ""
        switch self {
        case .append: return .text(input.text.bounded(appending: first))
        case .prepend: return .text(first.bounded(appending: input.text))
        case .upcase: return .text(input.text.uppercased().bounded())
        case .downcase: return .text(input.text.lowercased().bounded())
        case .capitalize: return .text(input.text.capitalizedAsSentence.bounded())
        case .replace: return .text(input.text.replacingText(first, with: second, limit: .max))
        case .replaceFirst: return .text(input.text.replacingText(first, with: second, limit: 1))
        case .remove: return .text(input.text.replacingText(first, with: "", limit: .max))
        case .removeFirst: return .text(input.text.replacingText(first, with: "", limit: 1))
        case .strip: return .text(input.text.stripped(start: true, end: true))
        case .lstrip: return .text(input.text.stripped(start: true, end: false))
        case .rstrip: return .text(input.text.stripped(start: false, end: true))
        case .stripNewlines: return .text(input.text.withoutNewlines)
        case .escape: return input.isNone ? .none : .text(input.text.escapedForHTML)
        case .urlEncode: return input.isNone ? .none : .text(input.text.escapedForURL)
        case .truncate: return input.isNone ? .none : .text(truncated(input.text, arguments))
        case .slice: return sliced(input, arguments)
        case .split: return .list(input.text.split(by: first))
        case .join: return .text(joined(input, with: arguments.isEmpty ? " " : first))
        case .first: return LiquidValue(item: input.items.first)
        case .last: return LiquidValue(item: input.items.last)
        case .size: return .integer(input.size ?? 0)
        case .default: return input.isTruthy && !input.isEmpty ? input : arguments.first ?? .text("")
        }
    }

    private func joined(_ input: LiquidValue, with glue: String) -> String {
        guard case .list(let items) = input else { return input.text }
        var text = ""
        for (index, item) in items.enumerated() {
            text += index == 0 ? item : glue + item
            if text.utf8.count > LiquidLimits.textBytes { break }
        }
        return text.bounded()
    }

    /// Cut to a length that counts the ellipsis too.
    private func truncated(_ text: String, _ arguments: [LiquidValue]) -> String {
        guard let length = (arguments.first ?? .integer(50)).wholeNumber.map({ max($0, 0) }) else { return text }
        let ellipsis = arguments.count > 1 ? arguments[1].text : "..."
        let scalars = text.unicodeScalars
        guard scalars.count > length else { return text }
        let kept = max(length - ellipsis.unicodeScalars.count, 0)
        return String(scalars.prefix(kept)).bounded(appending: ellipsis)
    }

    /// From an offset, negative from the end; of a list its items, of anything else the characters of its text.
    private func sliced(_ input: LiquidValue, _ arguments: [LiquidValue]) -> LiquidValue {
        let length = arguments.count > 1 ? arguments[1].wholeNumber : 1
        func range(_ count: Int) -> Range<Int> {
            guard let offset = arguments.first?.wholeNumber, let length, length >= 0 else { return 0..<0 }
            let start = offset < 0 ? offset + count : offset
            guard (0...count).contains(start) else { return 0..<0 }
            return start..<start + min(length, count - start)
        }
        if case .list(let items) = input { return .list(Array(items[range(items.count)])) }
        let scalars = Array(input.text.unicodeScalars)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range(scalars.count)])
        return .text(String(text))
    }
}
