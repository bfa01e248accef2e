import Foundation
import GatewayKit
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inbox
import Logging
import NIOCore

/// An inbox whose clock stands still, driven through its router.
enum InboxSetup {
    static func application(
        verifier: GatewayVerifier? = nil, pace: InboxApplication.Pace = .init(),
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> InboxApplication {
        InboxApplication(
            configuration: .init(verifier: verifier, pace: pace), now: { TokenForge.now },
            logger: Logger(label: "inbox-tests", factory: { _ in SwiftLogNoOpLogHandler() }), onListening: onListening)
    }

    /// Runs a test against a fresh inbox, without a network.
    static func inbox(
        verifier: GatewayVerifier? = nil, _ test: @Sendable (InboxClient) async throws -> Void
    ) async throws {
        try await application(verifier: verifier).application.test(.router) { try await test(InboxClient(http: $0)) }
    }
}

/// What a message looks like to a script that reads `/api/messages`.
struct ShownMessage: Decodable, Equatable {
    struct Token: Decodable, Equatable {
        struct Claims: Decodable, Equatable {
            let sub: String?
            let aud: [String]?
            let exp: Double?
        }

        let state: String
        let reason: String?
        let claims: Claims?
        let jwt: String?
    }

    let id: Int
    let received_at: String
    let recipient: String?
    let body: String?
    let sender: String?
    let code: String?
    let token: Token
    let message_id: String?
    let attempt: Int
    let refusal: String?
    let answer: String
}

/// The calls that the tests make again and again.
struct InboxClient: Sendable {
    let http: any TestClientProtocol

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await http.executeRequest(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    }

    /// Posts a message as a login server does; answers the status.
    @discardableResult
    func text(
        _ body: String = "Your code is 123456", to number: String = "+15551234567", headers: HTTPFields = [:]
    ) async throws -> Int {
        let json = try JSONEncoder().encode(GatewayMessage(recipient: number, body: body, sender: "+1 234 567"))
        return try await send(.post, "/sms", String(decoding: json, as: UTF8.self), headers: headers).status.code
    }

    func messages(_ query: String = "") async throws -> [ShownMessage] {
        let response = try await send(.get, "/api/messages" + query)
        return try JSONDecoder().decode([ShownMessage].self, from: Data(response.body.readableBytesView))
    }
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: body) }
}
