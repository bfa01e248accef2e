/// What is known of the world's numbering plans. "Unknown" never refuses a number: such data is years old.
package protocol PhoneDirectory: Sendable {
    /// Every region with its calling code, such as JP and 81, sorted by region.
    var countries: [PhoneCountry] { get }

    /// Reads what a person typed in any usual form (`090-1234-5678`, `+81 90 1234 5678`, `0081…`, digits of any script, brackets,
    /// dots, a `tel:` URI), in the country they chose, such as JP. A leading `+` wins over the country. Nil where it cannot be a
    /// number of 1 to 15 digits.
    func parse(_ typed: String, country: String) -> PhoneNumber?

    /// A number as people write it internationally: `+81 90-1234-5678`; its E.164 text where nothing better is known.
    func display(_ phone: PhoneNumber) -> String

    /// The country of a number, such as JP; nil when unknown.
    func country(of phone: PhoneNumber) -> String?
}

/// A country that numbers can be dialled in.
package struct PhoneCountry: Sendable, Equatable {
    /// ISO 3166-1, two capital letters: `JP`.
    package let region: String
    /// Without the plus: 81. Several countries may share one.
    package let callingCode: Int

    package init(region: String, callingCode: Int) {
        self.region = region
        self.callingCode = callingCode
    }
}
