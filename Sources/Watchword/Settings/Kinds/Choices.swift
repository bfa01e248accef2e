extension SettingKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words, written exactly so.
    static var choice: Self {
        Self(
            expectation: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "),
            placeholder: "WORD",
            parse: { text throws(Malformed) in
                guard let value = Value(rawValue: text) else { throw Malformed("is none of the words known here") }
                return value
            },
            show: { $0.rawValue })
    }
}
