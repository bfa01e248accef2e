import Foundation
import GatewayKit
import Identity
import SMS
import TestSupport
import Testing

@Suite struct `A gateway's token` {
    private static let noon = Date(timeIntervalSince1970: Double(ManualClock.start.seconds))

    /// The `Authorization` headers of a few messages.
    private func authorizations(
        _ authentication: JSON = Secrets.authentication, messages: Int = 1
    ) async throws -> [String] {
        try await withServer(answer(200)) { server in
            try await withProviders { providers in
                let url = "http://127.0.0.1:\(server.port)/"
                for _ in 1...messages {
                    _ = await providers.send(
                        .sample(), through: .gateway(at: url, authentication: authentication))
                }
            }
            return server.requests.flatMap { $0.values(of: "Authorization") }
        }
    }

    private func verifier(_ secret: GatewaySecret = .text(Secrets.key)) throws -> GatewayVerifier {
        try GatewayVerifier(secret: secret, audience: "urn:MySmsGateway", subject: "urn:Auth0", leeway: 0)
    }

    // C1, rows 14 to 16: a bearer token with subject and audience, signed with the secret (HS256).
    @Test func `is signed with the text of the secret`() async throws {
        let header = try await authorizations().first
        _ = try await verifier().verify(authorizationHeader: header, at: Self.noon)
    }

    // C1, row 15: a base64url secret, padded or not.
    @Test(arguments: ["_-8", "_-8=", "c2VjcmV0IGtleQ"])
    func `is signed with the bytes of a base64url secret`(secret: String) async throws {
        let authentication: JSON = [
            "method": "bearer", "subject": "urn:Auth0", "audience": "urn:MySmsGateway", "secret": .string(secret),
            "secret_base64_encoded": true,
        ]
        let header = try await authorizations(authentication).first
        _ = try await verifier(.base64URL(secret)).verify(authorizationHeader: header, at: Self.noon)
    }

    @Test func `lives for a minute from now`() async throws {
        let header = try await authorizations().first
        let token = try await verifier().verify(authorizationHeader: header, at: Self.noon)
        #expect(token.issuedAt == Self.noon)
        #expect(token.expiresAt == Self.noon.addingTimeInterval(60))
    }

    @Test func `has an id of its own`() async throws {
        let verifier = try verifier()
        var ids: Set<String> = []
        for header in try await authorizations(messages: 5) {
            let token = try await verifier.verify(authorizationHeader: header, at: Self.noon)
            ids.insert(try #require(token.id))
        }
        #expect(ids.count == 5)
    }

    @Test func `carries subject and audience unchanged, whatever they are`() async throws {
        let odd = "urn:\"quoted\"\\ 日本"
        let authentication: JSON = [
            "method": "bearer", "subject": .string(odd), "audience": .string(odd), "secret": .string(Secrets.key),
        ]
        let header = try await authorizations(authentication).first
        let verifier = try GatewayVerifier(secret: .text(Secrets.key), audience: odd, subject: odd)
        _ = try await verifier.verify(authorizationHeader: header, at: Self.noon)
    }
}
