/// Finds the login code in the text of a message.
enum CodeInText {
    /// The longest run of 4 to 10 digits, the first of several equally long ones; `nil` when there is none.
    /// A longer run is a phone or order number and does not count.
    static func find(in text: String) -> String? {
        let runs = text.utf8.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let codes = runs.filter { (4...10).contains($0.count) }
        guard let longest = codes.map(\.count).max() else { return nil }
        return codes.first { $0.count == longest }.flatMap { String($0) }
    }
}
