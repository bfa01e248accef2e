extension SettingKind<Duration> {
    /// `30` and `30s` are seconds, `1500ms` milliseconds; nothing else, and no fractions.
    static func duration(_ range: ClosedRange<Duration>) -> Self {
        Self(
            expectation: "a time from \(text(of: range.lowerBound)) to \(text(of: range.upperBound)), "
                + "in seconds (30 or 30s) or milliseconds (1500ms)",
            placeholder: "TIME",
            parse: { text throws(Malformed) in
                guard let duration = parseDuration(text) else { throw Malformed("is not a time") }
                guard range.contains(duration) else { throw Malformed("is out of range") }
                return duration
            },
            show: text(of:))
    }
}

private func parseDuration(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits) else { return nil }
    return switch text[digits.endIndex...] {
    case "", "s": .seconds(count)
    case "ms": .milliseconds(count)
    default: nil
    }
}

private func text(of duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let milliseconds = attoseconds / 1_000_000_000_000_000
    return milliseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + milliseconds)ms"
}
