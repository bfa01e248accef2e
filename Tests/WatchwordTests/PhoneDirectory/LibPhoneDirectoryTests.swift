import Identity
import Testing

@testable import Watchword

@Suite struct `The directory of numbering plans` {
    private static let directory = LibPhoneDirectory()
    private var directory: LibPhoneDirectory { Self.directory }

    @Test(
        arguments: [
            ("090-1234-5678", "JP", "+819012345678"), ("０９０ー１２３４ー５６７８", "JP", "+819012345678"),
            ("+81 90 1234 5678", "JP", "+819012345678"), ("+81 (0)90 1234 5678", "JP", "+819012345678"),
            ("81 90 1234 5678", "JP", "+819012345678"), ("010 81 90 1234 5678", "JP", "+819012345678"),
            ("0081 90 1234 5678", "DE", "+819012345678"), ("tel:+81-90-1234-5678", "JP", "+819012345678"),
            ("٠١٠ ٠١٢٣ ٤٥٦٧", "EG", "+201001234567"), ("(202) 456-1414", "US", "+12024561414"),
            ("06 698 12345", "IT", "+390669812345"), ("0151.12345678", "DE", "+4915112345678"),
        ])
    func `reads any usual form`(typed: String, country: String, e164: String) {
        #expect(directory.parse(typed, country: country)?.e164 == e164)
    }

    @Test func `lets a plus win over the chosen country`() {
        #expect(directory.parse("+81 90 1234 5678", country: "US")?.e164 == "+819012345678")
    }

    @Test func `takes 00 for a plus also where another prefix is dialled`() {
        #expect(directory.parse("0081 90 1234 5678", country: "JP")?.e164 == "+819012345678")
    }

    // Longer than any number was in Benin when Debian's tables were made.
    @Test(arguments: [("01 97 12 34 56", "BJ", "+2290197123456")])
    func `does not refuse a national number of a range that it does not know`(
        typed: String, country: String, e164: String
    ) {
        #expect(directory.parse(typed, country: country)?.e164 == e164)
    }

    @Test(arguments: ["+399999", "+999123456", "+1", "+123456789012345"])
    func `does not refuse a number with a plus that it does not know`(typed: String) {
        #expect(directory.parse(typed, country: "JP")?.e164 == typed)
    }

    @Test(arguments: [
        ("12", "US"), ("456-1414", "US"), ("090", "JP"), ("", "JP"), ("hello", "JP"), ("1", "JP"),
        ("+1234567890123456", "JP"), ("12345678901234567890", "JP"),
        ("090-1234-5678", "ZZ"), ("090-1234-5678", ""), ("090-1234-5678", "日本"), ("090-1234-5678", "jp"),
        ("090-1234-5678", String(repeating: "J", count: 10_000)),
    ])
    func `reads nothing where there is no number or no country`(typed: String, country: String) {
        #expect(directory.parse(typed, country: country) == nil)
    }

    @Test(
        arguments: [
            ("+819012345678", "+81 90-1234-5678"), ("+12024561414", "+1 202-456-1414"),
            ("+201001234567", "+20 100 123 4567"), ("+399999", "+399999"), ("+999123456", "+999123456"), ("+1", "+1"),
            ("+123456789012345", "+123456789012345"),
            // The tables would leave out a digit that is called.
            ("+5215512345678", "+5215512345678"),
        ])
    func `shows a number as people write it, or as it is`(e164: String, shown: String) throws {
        #expect(directory.display(try #require(PhoneNumber(e164))) == shown)
    }

    @Test(
        arguments: [
            ("+819012345678", "JP"), ("+12024561414", "US"), ("+16135550123", "CA"), ("+80012345678", nil),
            ("+999123456", nil), ("+1399999", nil),
        ])
    func `knows a number's country`(e164: String, country: String?) throws {
        #expect(directory.country(of: try #require(PhoneNumber(e164))) == country)
    }

    @Test func `names every country once, in order`() {
        let regions = directory.countries.map(\.region)
        #expect(regions == Set(regions).sorted())
        #expect(regions.count > 200)
        #expect(directory.countries.contains(PhoneCountry(region: "JP", callingCode: 81)))
    }

    @Test func `answers many at once`() async {
        let all = await withTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let directory = LibPhoneDirectory()
                    return (0..<200).count { count in
                        let typed = "090-\(1_000 + number)-\(1_000 + count)"
                        let phone = directory.parse(typed, country: "JP")
                        return phone.map { directory.display($0) == "+81 " + typed.dropFirst() } ?? false
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(all == 8 * 200)
    }
}
