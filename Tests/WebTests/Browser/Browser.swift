import Crypto
import Foundation
import HTTPTypes
import Identity
import TestSupport

/// A browser: it keeps cookies, follows redirects within the server, and fills in the forms it is shown.
final class Browser {
    let server: TestServer
    private var cookies: [String: String] = [:]
    /// The address that was opened last.
    private(set) var address = ""

    init(_ server: TestServer) { self.server = server }

    static let verifier = "a-verifier-of-a-test-that-is-long-enough-for-PKCE"
    static let challenge = Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8))))
    static let callback = "https://app.example:8443/callback"
    /// What the public client asks with, unless a test says otherwise.
    static let request: [String: String] = [
        "client_id": "app", "redirect_uri": callback, "response_type": "code", "scope": "openid offline_access",
        "state": "state 1", "nonce": "nonce-1", "code_challenge": challenge, "code_challenge_method": "S256",
    ]

    /// Opens an address of the server, and follows where it leads within the server.
    func open(_ path: String) async throws -> TestAnswer {
        address = path
        return try await follow(try await server.send(.get, path, headers: headers()))
    }

    /// Sends a form.
    func post(_ path: String, _ fields: [String: String]) async throws -> TestAnswer {
        address = path
        return try await follow(try await server.form(path, Browser.form(fields), headers: headers()))
    }

    /// Sends anything at all; a form where there is a body.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers more: HTTPFields = [:], body: [UInt8]? = nil
    ) async throws -> TestAnswer {
        address = path
        var headers = headers(more)
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        return try await follow(try await server.send(method, path, headers: headers, body: body))
    }

    /// Opens `/authorize` with the usual request, changed by these; an empty value takes a parameter out.
    func authorize(_ parameters: [String: String] = [:]) async throws -> TestAnswer {
        let all = Browser.request.merging(parameters) { $1 }.filter { !$0.value.isEmpty }
        return try await open("/authorize?" + Browser.form(all))
    }

    /// Types a number into the page that was shown.
    func type(_ phone: String = "+81 90 1234 5678", into page: TestAnswer) async throws -> TestAnswer {
        try await post("/u/login/identifier", ["state": page.pageState, "phone": phone, "country": "JP"])
    }

    /// Types a code into the page that was shown.
    func enter(_ code: String, into page: TestAnswer) async throws -> TestAnswer {
        try await post("/u/login/passwordless-sms-challenge", ["state": page.pageState, "code": code])
    }

    /// Goes through the whole page; the answer leads to the client, or asks for consent.
    func login(_ parameters: [String: String] = [:]) async throws -> TestAnswer {
        let page = try await type(into: try await authorize(parameters))
        return try await enter(try server.sentCode(), into: page)
    }

    /// Logs in by the page and exchanges the code at the public client.
    func tokens(_ parameters: [String: String] = [:]) async throws -> TestAnswer {
        try await server.redeem(try await login(parameters).answered["code"] ?? "")
    }

    /// The browser's headers: its cookies.
    func headers(_ more: HTTPFields = [:]) -> HTTPFields {
        var headers = more
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
        return headers
    }

    /// Takes the cookies of an answer.
    func keep(_ answer: TestAnswer) {
        for header in answer.headers[values: .setCookie] {
            let pair = header.prefix { $0 != ";" }
            let name = String(pair.prefix { $0 != "=" })
            let value = String(pair.dropFirst(name.count + 1))
            cookies[name] = value.isEmpty ? nil : value
        }
    }

    private func follow(_ first: TestAnswer) async throws -> TestAnswer {
        var answer = first
        keep(answer)
        for _ in 0..<8 {
            guard let location = answer.location, location.hasPrefix("/") else { return answer }
            address = location
            answer = try await server.send(.get, location, headers: headers())
            keep(answer)
        }
        return answer
    }

    static func form(_ fields: [String: String]) -> String {
        fields.sorted { $0.key < $1.key }.map { $0.key.percentEncoded + "=" + $0.value.percentEncoded }
            .joined(separator: "&")
    }
}

extension TestAnswer {
    var location: String? { headers[.location] }

    /// The fields that a redirect hands to the client, in query or fragment.
    var answered: [String: String] {
        guard let location, let parts = URLComponents(string: location) else { return [:] }
        var query = URLComponents()
        query.percentEncodedQuery = parts.percentEncodedFragment ?? parts.percentEncodedQuery
        return Dictionary((query.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { $1 }
    }

    /// The hidden fields of the page's form.
    var hidden: [String: String] {
        var fields: [String: String] = [:]
        for match in text.matches(of: /type="hidden" name="([^"]*)" value="([^"]*)"/) {
            fields[String(match.1)] = String(match.2).replacing("&#39;", with: "'").replacing("&amp;", with: "&")
        }
        return fields
    }

    var pageState: String { hidden["state"] ?? "" }
}
