import HTTPTypes
import Identity
import TestSupport
import Testing

/// One way to spoil one parameter of a query or a form.
enum Spoiling: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case isLong, isRepeated, isMissing, isEmpty, isHalfEscaped, isWronglyEscaped, isNotUTF8, holdsNUL, holdsControls
    case isMarkup, isAList

    var testDescription: String { rawValue }

    /// What must never be seen in a page as it is.
    static let markup = "</textarea><script>\"'&w0"

    /// The fields as a query or form, one of them spoiled.
    func query(_ fields: [String: String], _ name: String) -> String {
        let good = fields[name] ?? ""
        var rest = fields
        rest[name] = nil
        let others = Browser.form(rest)
        let spoiled: [String] =
            switch self {
            case .isLong: [name + "=" + String(repeating: "x", count: 10_000)]
            case .isRepeated: [Browser.form([name: good]), Browser.form([name: good])]
            case .isMissing: []
            case .isEmpty: [name + "="]
            case .isHalfEscaped: [name + "=a%F"]
            case .isWronglyEscaped: [name + "=%ZZ"]
            case .isNotUTF8: [name + "=%FF%C0%AF%ED%A0%80"]
            case .holdsNUL: [Browser.form([name: good]) + "%00"]
            case .holdsControls: [name + "=%01%0D%0ASet-Cookie:%20x=y%1B%7F%E2%80%AE"]
            case .isMarkup: [Browser.form([name: good + Spoiling.markup])]
            case .isAList: [name + "[]=1", name + "[a]=2"]
            }
        return (spoiled + [others]).filter { !$0.isEmpty }.joined(separator: "&")
    }

    /// Whether no parameter at all may be taken that way.
    var isAlwaysRefused: Bool {
        switch self {
        case .isRepeated, .isHalfEscaped, .isWronglyEscaped, .isNotUTF8, .holdsNUL: true
        case .isLong, .isMissing, .isEmpty, .holdsControls, .isMarkup, .isAList: false
        }
    }
}

/// Who reads the answers of a door, and so what a refusal looks like there.
enum Reader: Sendable {
    /// A person: a page, or a redirect to the client with `error`.
    case person
    /// A program: `error` and `error_description`.
    case program
    /// A program of the operator's: `statusCode`, `error` and `message`.
    case operations
}

extension TestAnswer {
    private var isPage: Bool { headers[.contentType] == "text/html; charset=utf-8" }

    /// Whether something was refused: by status, by an error to the client, or by a form that carries one.
    var isRefusal: Bool { status >= 400 || answered["error"] != nil || hidden["error"] != nil }

    /// What is wrong with this answer to input that nobody should send; nil where nothing is.
    func fault(_ reader: Reader) -> String? {
        if status >= 500 { return "failed: \(status) \(text.prefix(200))" }
        for header in headers {
            let isClean = header.value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            if !isClean || header.value.contains("<script>") { return "header \(header)" }
        }
        if isPage, text.contains("<script>\"") || text.contains("</textarea>") || text.contains("'&w0") {
            return "markup in a page"
        }
        guard status >= 400 else { return location.flatMap { isOwn($0) ? nil : "led to \($0)" } }
        switch reader {
        case .person:
            let explains = text.contains("<details>") || text.contains("class=\"error\"")
            return isPage && explains ? nil : "no page that explains: \(status) \(text.prefix(200))"
        case .program:
            let isError = self["error"]?.string?.isEmpty == false && self["error_description"]?.string != nil
            return isError ? nil : "no OAuth error: \(status) \(text.prefix(200))"
        case .operations:
            let isError = self["statusCode"] == .int(status) && self["error"]?.string != nil && message != nil
            return isError ? nil : "no Management error: \(status) \(text.prefix(200))"
        }
    }

    /// Whether a redirect leads to the clients' own addresses.
    private func isOwn(_ location: String) -> Bool {
        ["https://app.example:8443/", "https://shop.example/", "https://third.example/"].contains(
            where: location.hasPrefix)
    }
}

/// What a refused request must leave as it was.
struct Standing: Equatable {
    let messages: Int
    let configuration: Int
    let logins: Int?
    let sessions: [BrowserSession]
    let refreshTokens: [RefreshToken]
    let credentials: [String]

    init(_ server: TestServer) async throws {
        let user = try await server.user()
        messages = server.provider.messages.count
        logins = user?.loginsCount
        (configuration, sessions, refreshTokens, credentials) = try await server.store.read { tx throws(StoreError) in
            let id = user?.id ?? ""
            return (
                try tx.configurationVersion(), try tx.sessions(userID: id, after: nil, limit: 100),
                try tx.refreshTokens(RefreshTokenFilter(userID: id), after: nil, limit: 100),
                try tx.clientCredentials(of: "app").map(\.id)
            )
        }
    }
}
