import Identity

/// The numbering plans of four countries, by hand: the outside that tests put in the place of the world's.
package struct SmallPhoneDirectory: PhoneDirectory {
    /// A country, with the prefixes that are dialled in it before a number of its own and of another country.
    private struct Plan: Sendable {
        let country: PhoneCountry
        let trunk: String
        let international: String
    }

    private static let plans = [
        Plan(country: PhoneCountry(region: "DE", callingCode: 49), trunk: "0", international: "00"),
        Plan(country: PhoneCountry(region: "EG", callingCode: 20), trunk: "0", international: "00"),
        Plan(country: PhoneCountry(region: "JP", callingCode: 81), trunk: "0", international: "010"),
        Plan(country: PhoneCountry(region: "US", callingCode: 1), trunk: "1", international: "011"),
    ]

    package init() {}

    package var countries: [PhoneCountry] { Self.plans.map(\.country) }

    package func parse(_ typed: String, country: String) -> PhoneNumber? {
        guard let typed = TypedPhone(typed) else { return nil }
        if typed.isInternational { return PhoneNumber(typed.text) }
        guard let plan = Self.plans.first(where: { $0.country.region == country }) else { return nil }
        for prefix in [plan.international, "00"] where typed.digits.hasPrefix(prefix) {
            return PhoneNumber("+" + typed.digits.dropFirst(prefix.utf8.count))
        }
        let hasTrunk = typed.digits.hasPrefix(plan.trunk)
        return PhoneNumber("+\(plan.country.callingCode)\(hasTrunk ? typed.digits.dropFirst() : typed.digits[...])")
    }

    /// Japan's mobile numbers as `+81 90-1234-5678`, other countries' with a space after the calling code.
    package func display(_ phone: PhoneNumber) -> String {
        guard let plan = plan(of: phone) else { return phone.e164 }
        let code = "+\(plan.country.callingCode)"
        let digits = phone.e164.dropFirst(code.utf8.count)
        guard plan.country.region == "JP", digits.utf8.count == 10 else { return "\(code) \(digits)" }
        return "\(code) \(digits.prefix(2))-\(digits.dropFirst(2).prefix(4))-\(digits.suffix(4))"
    }

    package func country(of phone: PhoneNumber) -> String? { plan(of: phone)?.country.region }

    private func plan(of phone: PhoneNumber) -> Plan? {
        Self.plans.first { phone.e164.hasPrefix("+\($0.country.callingCode)") }
    }
}
