import HTTPTypes
import Hummingbird
import NIOCore

/// The pages that people see: from values to answers, with nothing decided here.
struct Pages: Sendable {
    let templates: PageTemplates
    let assets = PageAssets()
    private let countries: CountryLists

    /// Parses the templates.
    init(countries: [PageCountry]) throws {
        templates = try PageTemplates()
        self.countries = CountryLists(countries)
    }

    /// `/u/assets/{name}`: the style sheets and the scripts; nil = 404.
    func asset(_ name: String) -> Response? { assets.answer(name) }

    /// The page that asks for the number.
    func identifier(
        _ view: IdentifierView, _ look: PageLook, formAction origin: String?, status: HTTPResponse.Status = .ok
    ) -> Response {
        let application = HTML.isolated(view.applicationName)
        let error = view.error.map { ErrorText($0, application: application, in: look.language) }
        var values = values(look, title: "identifier_title", error: error)
        values["lead"] = look.language.sentence("identifier_lead", ["application": application])
        values.show("state", view.state)
        values.show("typed", view.typed)
        values["countries"] = countries.options(in: look.language).html(selected: view.country)
        values.show("formScript", assets.form)
        return page(.identifier, values, look, formAction: origin, status: status)
    }

    /// The page that asks for the code.
    func code(
        _ view: CodeView, _ look: PageLook, formAction origin: String?, status: HTTPResponse.Status = .ok
    ) -> Response {
        let application = HTML.isolated(view.applicationName)
        let error = view.error.map { ErrorText($0, length: view.length, application: application, in: look.language) }
        var values = values(look, title: "code_title", error: error)
        values["lead"] = look.language.sentence(
            "code_lead", ["length": HTML(String(view.length)), "number": .leftToRight(view.number)])
        values.show("state", view.state)
        values.show("length", String(view.length))
        if view.notice == .sentAgain, error == nil { values["notice"] = look.language.plain("code_sent_again") }
        if view.resendAfter > 0 { values["wait"] = wait(view.resendAfter, look.language) }
        values.show("formScript", assets.form)
        values.show("codeScript", assets.code)
        return page(.code, values, look, formAction: origin, status: status)
    }

    /// `prompt=select_account`.
    func account(_ view: AccountView, _ look: PageLook, formAction origin: String?) -> Response {
        var values = values(look, title: "account_title")
        values["lead"] = look.language.sentence("account_lead", ["application": .isolated(view.applicationName)])
        values["continueAs"] = look.language.sentence("account_continue", ["account": .leftToRight(view.accountName)])
        values.show("state", view.state)
        values.show("formScript", assets.form)
        return page(.account, values, look, formAction: origin)
    }

    /// The application asks for access.
    func consent(_ view: ConsentView, _ look: PageLook, formAction origin: String?) -> Response {
        let language = look.language
        var values = values(look, title: "consent_title")
        values["lead"] = language.sentence(
            "consent_lead",
            ["application": .isolated(view.applicationName), "account": .leftToRight(view.accountName)])
        values.show(
            "scopes",
            all: view.scopes.map { scope in
                language.markup["scope_\(scope)"] ?? HTML(markup: "<code dir=\"ltr\">\(HTML(scope).text)</code>")
            })
        values["audience"] = view.audience.map {
            language.sentence(
                "consent_audience", ["audience": HTML(markup: "<code dir=\"ltr\">\(HTML($0).text)</code>")])
        }
        values.show("state", view.state)
        values.show("formScript", assets.form)
        return page(.consent, values, look, formAction: origin)
    }

    /// "Do you want to sign out?"
    func logout(_ view: LogoutView, _ look: PageLook, formAction origin: String?) -> Response {
        var values = values(look, title: "logout_title")
        values["lead"] =
            view.applicationName.map {
                look.language.sentence("logout_lead_application", ["application": .isolated($0)])
            } ?? look.language.plain("logout_lead")
        values.show("state", view.state)
        values.show("formScript", assets.form)
        return page(.logout, values, look, formAction: origin)
    }

    /// Signed out, and nowhere to go.
    func loggedOut(_ look: PageLook) -> Response {
        var values = values(look, title: "logged_out_title")
        values["lead"] = look.language.plain("logged_out_lead")
        return page(.message, values, look, formAction: nil)
    }

    /// Something is wrong: for the person, and, folded out, for the developer.
    func problem(_ view: ProblemView, _ look: PageLook, status: HTTPResponse.Status) -> Response {
        var values = values(look, title: "problem_\(view.kind.textName)_title")
        values["lead"] = look.language.plain("problem_\(view.kind.textName)_lead")
        values["reference"] = look.language.sentence("problem_reference", ["reference": .leftToRight(view.requestID)])
        values.show("code", view.code)
        values.show("description", view.description)
        values.show("home", PageAddress.link(view.homeURL))
        return page(.problem, values, look, formAction: nil, status: status)
    }

    /// The rest of `resend_wait`, with the seconds where the script counts them down.
    private func wait(_ seconds: Int, _ language: PageLanguage) -> HTML {
        let time = language.time(.seconds(seconds)).text
        return language.sentence(
            "resend_wait", ["time": HTML(markup: "<span id=\"left\" data-seconds=\"\(seconds)\">\(time)</span>")])
    }
}
