/// What the values of a setting look like: how to read one, how to show one, and how to say what is expected.
struct SettingKind<Value: Sendable>: Sendable {
    /// Reads well after "expected": "a whole number of days from 1 to 3650".
    let expectation: String
    /// One word for a value in `--help`: `DAYS`.
    let placeholder: String
    /// Whether the settings file may give a list, and whether an empty text means an empty list.
    var isList = false
    let parse: @Sendable (String) throws(Malformed) -> Value
    /// The text that parses to this value again.
    let show: @Sendable (Value) -> String

    /// The same texts, read as another type.
    func map<Other: Sendable>(
        _ change: @escaping @Sendable (Value) -> Other, show: @escaping @Sendable (Other) -> String
    ) -> SettingKind<Other> {
        let parse = parse
        return SettingKind<Other>(
            expectation: expectation, placeholder: placeholder, isList: isList,
            parse: { text throws(Malformed) in change(try parse(text)) }, show: show)
    }
}

/// Why a text is not a value of its kind.
struct Malformed: Error, Equatable {
    /// Reads well after the value: "is not a whole number". Never quotes the value, which may be secret.
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
