/// The error page: for the person, and, folded out, for the developer.
struct ProblemView: Sendable {
    let kind: ProblemKind
    /// The OAuth code, e.g. `invalid_request`.
    let code: String
    /// A sentence for the developer, in English.
    let description: String
    let requestID: String
    /// Where to start again, if known.
    let homeURL: String?
}

/// What the person is told.
enum ProblemKind: String, Sendable, CaseIterable {
    /// The application sent a wrong request.
    case request
    /// Start again from the application.
    case loginExpired
    /// The cookie is missing: cookies are off, or this is another browser.
    case otherBrowser
    case busy
    case server
    case notFound

    /// The middle of its texts' names.
    var textName: String {
        switch self {
        case .request: "request"
        case .loginExpired: "expired"
        case .otherBrowser: "browser"
        case .busy: "busy"
        case .server: "server"
        case .notFound: "missing"
        }
    }
}
