import Foundation
import Synchronization

/// The list of countries in every language: written when the first page in a language asks for it (some milliseconds, for
/// the names and their order), and kept.
final class CountryLists: Sendable {
    private let countries: [PageCountry]
    private let written = Mutex<[String: CountryOptions]>([:])

    init(_ countries: [PageCountry]) { self.countries = countries }

    /// The options in that language.
    func options(in language: PageLanguage) -> CountryOptions {
        written.withLock { written in
            if let options = written[language.code] { return options }
            let options = CountryOptions(countries, in: language)
            written[language.code] = options
            return options
        }
    }
}

/// The list of countries in one language, written once.
struct CountryOptions: Sendable {
    private let text: String
    /// Where an option's mark as the selected one goes, by region.
    private let places: [String: String.Index]
    private let unchosen: String

    init(_ countries: [PageCountry], in language: PageLanguage) {
        let locale = Locale(identifier: language.code)
        let named = countries.map { country in
            (country: country, name: locale.localizedString(forRegionCode: country.region) ?? country.region)
        }
        let sorted = named.sorted { $0.name.compare($1.name, locale: locale) == .orderedAscending }
        var text = ""
        var offsets: [String: Int] = [:]
        for (country, name) in sorted {
            // The end tag of an option may be left out (HTML, section 13.1.2.4).
            text += "<option value=\"\(HTML(country.region).text)\""
            offsets[country.region] = text.utf8.count
            text += ">\(HTML(name).text) \(Self.code(country.callingCode, language))\n"
        }
        places = offsets.mapValues { [text] in text.utf8.index(text.startIndex, offsetBy: $0) }
        unchosen = "<option value=\"\" selected>\(language.plain("country_choose").text)\n"
        self.text = text
    }

    /// The options, with that region selected, or else with the request to choose one.
    func html(selected region: String) -> HTML {
        guard let place = places[region] else { return HTML(markup: unchosen + text) }
        return HTML(markup: "\(text[..<place]) selected\(text[place...])")
    }

    /// `+81`, kept from left to right.
    private static func code(_ number: Int, _ language: PageLanguage) -> String {
        language.isRightToLeft ? "\u{2066}+\(number)\u{2069}" : "+\(number)"
    }
}
