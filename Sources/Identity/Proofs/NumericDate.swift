/// The times of JSON Web Tokens: seconds since 1970, whole or not (RFC 7519 section 2).
enum NumericDate {
    /// Nil for what is no number, and for times so far away that nothing can be reckoned with them.
    static func read(_ value: JSON?) -> Timestamp? {
        switch value {
        case .integer(let seconds) where abs(Double(seconds)) < 100_000_000_000:
            Timestamp(microseconds: seconds * 1_000_000)
        case .number(let seconds) where abs(seconds) < 100_000_000_000:
            Timestamp(microseconds: Int64(seconds * 1_000_000))
        default: nil
        }
    }
}
