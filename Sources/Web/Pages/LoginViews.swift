/// One country of the list: region `JP`, calling code 81.
struct PageCountry: Sendable, Equatable {
    let region: String
    let callingCode: Int
}

/// The page that asks for the number.
struct IdentifierView: Sendable {
    /// The hidden field `state`.
    let state: String
    let applicationName: String
    /// What was typed before, or `login_hint`.
    let typed: String
    /// The selected region; empty, or one that is not in the list, asks the person to choose.
    let country: String
    let error: IdentifierError?
}

/// Why the number was not taken.
enum IdentifierError: Sendable, Equatable {
    case missing
    case notANumber
    case notAllowed
    case signupDisabled
    case tooMany(retryAfter: Duration)
    case gatewayFailed(reference: String)
    case numberRefused
    case busy
    case connectionDisabled
}

/// The page that asks for the code.
struct CodeView: Sendable {
    /// The hidden field `state`.
    let state: String
    let applicationName: String
    /// As shown, e.g. `+81 90-1234-5678`.
    let number: String
    /// Digits of the code.
    let length: Int
    /// Seconds until a new code can be asked for, 0 = now.
    let resendAfter: Int
    let error: CodeError?
    let notice: CodeNotice?
}

/// Why the code was not taken.
enum CodeError: Sendable, Equatable {
    case missing
    case wrong(triesLeft: Int)
    case expired
    case locked
    case waiting(Duration)
    case blocked
    case gatewayFailed(reference: String)
    case tooMany(retryAfter: Duration)
    case busy
}

/// Good news on the page that asks for the code.
enum CodeNotice: Sendable, Equatable {
    case sentAgain
}

/// `prompt=select_account`: continue with the account at hand, or use another number.
struct AccountView: Sendable {
    let state: String
    let applicationName: String
    let accountName: String
}

/// An application asks for access.
struct ConsentView: Sendable {
    let state: String
    let applicationName: String
    let audience: String?
    let scopes: [String]
    let accountName: String
}

/// "Do you want to sign out?"
struct LogoutView: Sendable {
    let state: String
    let applicationName: String?
}
