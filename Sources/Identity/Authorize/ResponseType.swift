/// What `/authorize` is asked to answer with (OAuth 2.0 Multiple Response Type Encoding Practices).
package struct ResponseType: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let code = ResponseType(rawValue: 1)
    package static let token = ResponseType(rawValue: 2)
    package static let idToken = ResponseType(rawValue: 4)

    private static let names: [(String, ResponseType)] = [("code", .code), ("token", .token), ("id_token", .idToken)]

    /// Reads `response_type`; nil where a word is unknown or repeated, or there is none.
    package init?(_ text: String) {
        var type: ResponseType = []
        for word in Scope.words(text) {
            guard let value = ResponseType.names.first(where: { $0.0 == word })?.1, !type.contains(value) else {
                return nil
            }
            type.insert(value)
        }
        guard !type.isEmpty else { return nil }
        self = type
    }

    /// The words of the wire, in the order in which discovery lists them.
    package var text: String { ResponseType.names.filter { contains($0.1) }.map(\.0).joined(separator: " ") }
    /// Whether tokens leave the server through the browser: the implicit and hybrid flows.
    package var isFrontChannel: Bool { contains(.token) || contains(.idToken) }

    /// Every combination.
    package static let all: [ResponseType] = [
        [.code], [.token], [.idToken], [.code, .token], [.code, .idToken], [.token, .idToken],
        [.code, .token, .idToken],
    ]
}

/// How the answer travels (OAuth 2.0 Form Post Response Mode; contract section 5.1).
package enum ResponseMode: String, Sendable, CaseIterable {
    case query
    case fragment
    case formPost = "form_post"
    case webMessage = "web_message"

    /// The mode of a request that names none.
    package static func usual(for type: ResponseType) -> ResponseMode { type.isFrontChannel ? .fragment : .query }
}

/// How the person is to be asked (OpenID Connect Core section 3.1.2.1).
package enum Prompt: String, Sendable, CaseIterable {
    case none
    case login
    case consent
    case selectAccount = "select_account"
}
