extension SettingKind<Int> {
    /// A whole number in decimal digits. `unit` is the plural of what is counted, if anything is.
    static func integer(_ range: ClosedRange<Int>, of unit: String? = nil) -> Self {
        let counted = unit.map { " of \($0)" } ?? ""
        return Self(
            expectation: "a whole number\(counted) from \(range.lowerBound) to \(range.upperBound)",
            placeholder: "N",
            parse: { text throws(Malformed) in
                guard let number = decimal(text) else { throw Malformed("is not a whole number") }
                guard range.contains(number) else { throw Malformed("is out of range") }
                return number
            },
            show: { String($0) })
    }

    /// The same numbers, where 0 stands for something that is no number: a limit that is off, a count to be found out.
    func zero(means meaning: String) -> SettingKind<Int?> {
        let number = map({ $0 == 0 ? nil : $0 }, show: { String($0 ?? 0) }) as SettingKind<Int?>
        return SettingKind<Int?>(
            expectation: expectation + "; 0 means \(meaning)", placeholder: placeholder, parse: number.parse,
            show: number.show)
    }
}

/// Digits and perhaps a minus sign. A leading zero is refused, because YAML 1.1 read 010 as eight.
private func decimal(_ text: String) -> Int? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
    guard digits == "0" || !digits.hasPrefix("0") else { return nil }
    return Int(text)
}
