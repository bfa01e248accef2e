import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Testing

@testable import Web

/// Pages for the tests, with a few countries, and one view of each kind.
enum PageSamples {
    static let countries = [
        PageCountry(region: "DE", callingCode: 49), PageCountry(region: "EG", callingCode: 20),
        PageCountry(region: "JP", callingCode: 81), PageCountry(region: "US", callingCode: 1),
    ]

    static func pages() throws -> Pages { try made.get() }

    private static let made = Result { try Pages(countries: countries) }

    static func look(_ language: PageLanguage = .english) -> PageLook {
        PageLook(language: language, tenantName: "Example Bank")
    }

    static func identifier(
        typed: String = "", country: String = "JP", application: String = "Shop", error: IdentifierError? = nil
    ) -> IdentifierView {
        IdentifierView(state: "st4te", applicationName: application, typed: typed, country: country, error: error)
    }

    static func code(
        number: String = "+81 90-1234-5678", resendAfter: Int = 0, error: CodeError? = nil, notice: CodeNotice? = nil
    ) -> CodeView {
        CodeView(
            state: "st4te", applicationName: "Shop", number: number, length: 6, resendAfter: resendAfter, error: error,
            notice: notice)
    }

    static func problem(_ kind: ProblemKind = .request, home: String? = "https://app.example/") -> ProblemView {
        ProblemView(
            kind: kind, code: "invalid_request", description: "redirect_uri is missing.", requestID: "r3quest",
            homeURL: home)
    }

    /// Every page, with the same text wherever a value goes.
    static func everyPage(_ value: String = "x", language: PageLanguage = .english) throws -> [Response] {
        let pages = try pages()
        let look = PageLook(
            language: language, tenantName: value, logoURL: "https://cdn.example/\(value)",
            faviconURL: "data:image/png,\(value)", supportURL: "https://help.example/\(value)", supportEmail: value)
        return [
            pages.identifier(
                IdentifierView(
                    state: value, applicationName: value, typed: value, country: value,
                    error: .gatewayFailed(reference: value)),
                look, formAction: value),
            pages.code(
                CodeView(
                    state: value, applicationName: value, number: value, length: 6, resendAfter: 30,
                    error: .gatewayFailed(reference: value), notice: nil),
                look, formAction: value),
            pages.account(
                AccountView(state: value, applicationName: value, accountName: value), look, formAction: value),
            pages.consent(
                ConsentView(
                    state: value, applicationName: value, audience: value, scopes: ["openid", value],
                    accountName: value),
                look, formAction: value),
            pages.logout(LogoutView(state: value, applicationName: value), look, formAction: value),
            pages.loggedOut(look),
            pages.problem(
                ProblemView(
                    kind: .server, code: value, description: value, requestID: value,
                    homeURL: "https://app.example/\(value)"),
                look, status: .internalServerError),
            pages.formPost(to: value, fields: [(value, value)], look, formAction: value),
            pages.webMessage(fields: [(value, value)], to: value, frameAncestors: [value]),
        ]
    }
}

extension PageLanguage: CustomTestStringConvertible {
    public var testDescription: String { code }
}

extension Response {
    /// What a browser would receive.
    func html() async throws -> String { String(buffer: try await content()) }

    func content() async throws -> ByteBuffer {
        let sink = Sink()
        try await body.write(SinkWriter(sink: sink))
        return sink.bytes.withLock { $0 }
    }
}

extension String {
    /// Byte by byte: Swift's own search looks at whole characters, and an accent behind a quotation mark hides it.
    func holds(_ text: String) -> Bool {
        let (all, part) = (Array(utf8), Array(text.utf8))
        guard all.count >= part.count else { return false }
        return (0...(all.count - part.count)).contains { all[$0...].starts(with: part) }
    }

    /// How often.
    func count(of text: String) -> Int {
        let (all, part) = (Array(utf8), Array(text.utf8))
        return all.indices.count { all[$0...].starts(with: part) }
    }
}

private final class Sink: Sendable {
    let bytes = Mutex(ByteBuffer())
}

private struct SinkWriter: ResponseBodyWriter {
    let sink: Sink

    mutating func write(_ buffer: ByteBuffer) async throws {
        sink.bytes.withLock { _ = $0.writeImmutableBuffer(buffer) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
