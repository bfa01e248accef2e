/// What each error says, and whether what was typed is at fault.
struct ErrorText {
    let text: HTML
    let isAboutTheField: Bool

    init(_ error: IdentifierError, application: HTML, in language: PageLanguage) {
        isAboutTheField =
            switch error {
            case .missing, .notANumber, .notAllowed, .signupDisabled, .numberRefused: true
            case .tooMany, .gatewayFailed, .busy, .connectionDisabled: false
            }
        text =
            switch error {
            case .missing: language.plain("identifier_missing")
            case .notANumber: language.plain("identifier_wrong")
            case .notAllowed: language.plain("identifier_not_allowed")
            case .signupDisabled: language.plain("identifier_signup_disabled")
            case .numberRefused: language.plain("identifier_refused")
            case .connectionDisabled: language.sentence("identifier_disabled", ["application": application])
            case .tooMany(let wait): language.sentence("too_many", ["time": language.time(wait)])
            case .gatewayFailed(let reference): Self.gatewayFailed(reference, language)
            case .busy: language.plain("busy")
            }
    }

    init(_ error: CodeError, length: Int, application: HTML, in language: PageLanguage) {
        isAboutTheField =
            switch error {
            case .missing, .wrong, .expired, .locked: true
            case .waiting, .blocked, .gatewayFailed, .tooMany, .busy: false
            }
        text =
            switch error {
            case .missing: language.sentence("code_missing", ["length": HTML(String(length))])
            case .wrong(...1): language.plain("code_wrong_last")
            case .wrong(let left): language.sentence("code_wrong", ["count": HTML(String(left))])
            case .expired: language.plain("code_expired")
            case .locked: language.plain("code_locked")
            case .waiting(let wait): language.sentence("code_waiting", ["time": language.time(wait)])
            case .blocked: language.sentence("code_blocked", ["application": application])
            case .gatewayFailed(let reference): Self.gatewayFailed(reference, language)
            case .tooMany(let wait): language.sentence("too_many", ["time": language.time(wait)])
            case .busy: language.plain("busy")
            }
    }

    private static func gatewayFailed(_ reference: String, _ language: PageLanguage) -> HTML {
        language.sentence("gateway_failed", ["reference": .leftToRight(reference)])
    }
}
