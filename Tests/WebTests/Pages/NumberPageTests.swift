import Hummingbird
import Testing

@testable import Web

@Suite struct `The page that asks for the number` {
    @Test func `has the form that the server reads`() async throws {
        let html = try await page(PageSamples.identifier(typed: "090 1234"))
        #expect(html.holds("<form method=\"post\" novalidate>"))
        #expect(html.holds("<input type=\"hidden\" name=\"state\" value=\"st4te\">"))
        #expect(html.holds("<select id=\"country\" name=\"country\" autocomplete=\"tel-country-code\">"))
        #expect(html.holds("name=\"phone\" type=\"tel\" inputmode=\"tel\" autocomplete=\"tel\""))
        #expect(html.holds("value=\"090 1234\""))
    }

    @Test func `has one heading, one main part, and labels`() async throws {
        let html = try await page(PageSamples.identifier())
        #expect(html.count(of: "<h1>") == 1)
        #expect(html.count(of: "<main>") == 1)
        #expect(html.holds("<label for=\"country\">"))
        #expect(html.holds("<label for=\"phone\">"))
        #expect(html.holds("<title>Sign in | Example Bank</title>"))
    }

    @Test func `has the country selected`() async throws {
        let html = try await page(PageSamples.identifier(country: "JP"))
        #expect(html.holds("<option value=\"JP\" selected>Japan +81"))
        #expect(html.count(of: " selected") == 1)
    }

    @Test(arguments: ["", "XX", "jp", "\" selected"])
    func `asks for the country where none is known`(country: String) async throws {
        let html = try await page(PageSamples.identifier(country: country))
        #expect(html.holds("<option value=\"\" selected>Choose a country or region"))
    }

    @Test func `lists the countries as the language sorts them`() async throws {
        let look = PageSamples.look(PageLanguage.choose(uiLocales: "de", acceptLanguage: nil, enabled: nil))
        let html = try await PageSamples.pages().identifier(PageSamples.identifier(), look, formAction: nil).html()
        let places = ["Ägypten +20", "Deutschland +49", "Japan +81", "Vereinigte Staaten +1"].compactMap {
            html.range(of: $0)?.lowerBound
        }
        #expect(places.count == 4)
        #expect(places == places.sorted())
    }

    @Test(
        arguments: [
            (IdentifierError.missing, "Enter your phone number."), (.notANumber, "complete phone number"),
            (.notAllowed, "another kind"), (.signupDisabled, "No account belongs"),
            (.tooMany(retryAfter: .seconds(90)), "Wait 90 seconds"), (.gatewayFailed(reference: "r3f"), ">r3f</bdi>"),
            (.numberRefused, "do not reach this number"), (.busy, "Wait a few seconds"),
            (.connectionDisabled, "<bdi>Shop</bdi>"),
        ])
    func `says what to do about an error`(error: IdentifierError, words: String) async throws {
        let html = try await page(PageSamples.identifier(error: error))
        #expect(html.holds("role=\"alert\""))
        #expect(html.holds(words))
        #expect(html.holds("aria-describedby=\"error hint\""))
        #expect(html.holds("<title>Error: Sign in | Example Bank</title>"))
    }

    @Test(arguments: [(IdentifierError.notANumber, true), (.busy, false), (.connectionDisabled, false)])
    func `marks the field only when the field is wrong`(error: IdentifierError, marked: Bool) async throws {
        let html = try await page(PageSamples.identifier(error: error))
        #expect(html.holds("aria-invalid=\"true\"") == marked)
    }

    @Test func `answers with the status it is given`() throws {
        let answer = try PageSamples.pages().identifier(
            PageSamples.identifier(error: .busy), PageSamples.look(), formAction: nil, status: .serviceUnavailable)
        #expect(answer.status == .serviceUnavailable)
    }

    private func page(_ view: IdentifierView) async throws -> String {
        try await PageSamples.pages().identifier(view, PageSamples.look(), formAction: nil).html()
    }
}
