import HTTPTypes
import Hummingbird
import Identity

/// The cookies of browsers. None can be read by a script; on https each is bound to this very host (`__Host-`).
struct BrowserCookies: Sendable {
    /// What a cookie is for.
    enum Name: String, Sendable, CaseIterable {
        /// Single sign-on. It goes along in frames of other sites, so that applications there can ask in silence; where a browser
        /// withholds it, they are told `login_required`.
        case session = "watchword_session"
        /// The browser that began a visit to the hosted page.
        case visit = "watchword_login"
        /// The browser that got a login ticket, from a page of another site.
        case crossOrigin = "watchword_co"

        /// Whether pages of other sites cause it to be sent.
        fileprivate var crossesSites: Bool { self != .visit }
    }

    private let isSecure: Bool

    init(issuer: Issuer) { isSecure = issuer.isSecure }

    /// The name of the wire.
    func name(_ cookie: Name) -> String { (isSecure ? "__Host-" : "") + cookie.rawValue }

    /// The value that a request brings; nil where there is none, or one that this server never made.
    func read(_ cookie: Name, _ request: Request) -> String? {
        let name = name(cookie)
        for header in request.headers[values: .cookie] where header.utf8.count <= 16_384 {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                let text = pair.drop { $0 == UInt8(ascii: " ") }
                guard text.starts(with: name.utf8), text.dropFirst(name.utf8.count).first == UInt8(ascii: "=") else {
                    continue
                }
                let value = text.dropFirst(name.utf8.count + 1)
                guard value.count == 32, value.allSatisfy(BrowserCookies.isAlphanumeric) else { continue }
                return String(value)
            }
        }
        return nil
    }

    /// The header that gives a cookie for so long; nil until the browser is closed.
    func header(_ cookie: Name, _ value: Secret<String>, for life: Duration?) -> String {
        let maximum = life.map { "; Max-Age=\($0.secondsRoundedUp)" } ?? ""
        return "\(name(cookie))=\(value.exposed)\(maximum)\(attributes(cookie))"
    }

    /// The header that takes a cookie away.
    func removal(_ cookie: Name) -> String { "\(name(cookie))=; Max-Age=0\(attributes(cookie))" }

    private func attributes(_ cookie: Name) -> String {
        let site = isSecure && cookie.crossesSites ? "None" : "Lax"
        return "; Path=/; HttpOnly; SameSite=\(site)" + (isSecure ? "; Secure" : "")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension Response {
    /// The same answer with one more cookie.
    func setting(_ cookie: String?) -> Response {
        guard let cookie else { return self }
        var answer = self
        answer.headers.append(HTTPField(name: .setCookie, value: cookie))
        return answer
    }
}
