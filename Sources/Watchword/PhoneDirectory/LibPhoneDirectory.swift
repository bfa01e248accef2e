import CPhoneNumber
import Identity

/// Debian's libphonenumber: the numbering plans as they were when it was released. The one place that sees it.
struct LibPhoneDirectory: PhoneDirectory {
    let countries: [PhoneCountry]

    /// Reads the tables, which takes some 5 ms: once, at the start.
    init() {
        // There are some 250 regions.
        let all = [cphone_country](unsafeUninitializedCapacity: 512) { buffer, count in
            count = min(buffer.count, cphone_countries(buffer.baseAddress, buffer.count))
        }
        countries = all.map {
            PhoneCountry(region: LibPhoneDirectory.text($0.region), callingCode: Int($0.calling_code))
        }
    }

    func parse(_ typed: String, country: String) -> PhoneNumber? {
        guard let typed = TypedPhone(typed) else { return nil }
        if typed.isInternational {
            // What the tables do not know may be newer than they are.
            return read(typed.text, region: "ZZ")?.phone ?? PhoneNumber(typed.text)
        }
        let national = read(typed.text, region: country)
        if national?.isValid != true, typed.digits.utf8.starts(with: "00".utf8),
            let abroad = read("+" + typed.digits.dropFirst(2), region: "ZZ"), abroad.isValid
        {
            // Most of the world dials 00 before a calling code; some countries dial another prefix, and people write 00 all the same.
            return abroad.phone
        }
        return national.flatMap { $0.isTooShort ? nil : $0.phone }
    }

    func display(_ phone: PhoneNumber) -> String {
        guard let known = describe(phone), known.is_valid else { return phone.e164 }
        let text = LibPhoneDirectory.text(known.international)
        // Where the tables would write other digits than those that are called, the number stays as it is.
        return text.utf8.filter { (0x30...0x39).contains($0) }.elementsEqual(phone.e164.utf8.dropFirst())
            ? text : phone.e164
    }

    func country(of phone: PhoneNumber) -> String? {
        guard let known = describe(phone) else { return nil }
        let region = LibPhoneDirectory.text(known.region)
        // ZZ is unknown, 001 belongs to no country.
        return region == "ZZ" || region == "001" ? nil : region
    }

    private struct Reading {
        let phone: PhoneNumber
        let isValid: Bool
        /// Too few digits for the whole country: half a number, or that of a house in the same town.
        let isTooShort: Bool
    }

    private func read(_ text: String, region: String) -> Reading? {
        var text = text
        var number = cphone_number()
        let isRead = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cphone_parse($0.baseAddress, $0.count, region, &number) }
        }
        guard isRead, let phone = PhoneNumber(LibPhoneDirectory.text(number.e164)) else { return nil }
        return Reading(phone: phone, isValid: number.is_valid, isTooShort: number.is_too_short)
    }

    private func describe(_ phone: PhoneNumber) -> cphone_display? {
        var text = phone.e164
        var display = cphone_display()
        let isRead = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cphone_describe($0.baseAddress, $0.count, &display) }
        }
        return isRead ? display : nil
    }

    /// The text in a C array of characters, up to its zero byte.
    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
