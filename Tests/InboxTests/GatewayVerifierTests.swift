import Foundation
import GatewayKit
import JWTKit
import Testing

@Suite struct `A gateway verifier` {
    private let now = TokenForge.now

    private func verify(_ header: String?, requiresExpiry: Bool = true) async throws -> GatewayToken {
        try await TokenForge.verifier(requiresExpiry: requiresExpiry).verify(authorizationHeader: header, at: now)
    }

    @Test(arguments: ["Bearer ", "bearer ", "BEARER   "])
    func `accepts a right token`(scheme: String) async throws {
        let token = try await verify(scheme + TokenForge.token())
        let expected = GatewayTokenFields(
            subject: "urn:Auth0", audience: ["urn:MySmsGateway"], issuedAt: now,
            expiresAt: now.addingTimeInterval(60), id: "token-1")
        #expect(GatewayTokenFields(token) == expected)
    }

    @Test func `accepts an audience among several`() async throws {
        let token = try await verify(TokenForge.bearer(.init(aud: ["urn:Other", TokenForge.audience])))
        #expect(token.audience == ["urn:Other", "urn:MySmsGateway"])
    }

    @Test(arguments: [
        nil, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
    ])
    func `asks for a token`(header: String?) async {
        await #expect(throws: GatewayError.missingToken) { try await verify(header) }
    }

    @Test(arguments: [
        "x", "a.b", "a.b.c.d", "..", "e30..c2ln", "bm90IGpzb24.e30.c2ln", "e30.e30.c2ln", "eyJhbGciOjF9.e30.c2ln",
        "eyJhbGciOiJIUzI1NiJ9=.e30.c2ln", "eyJhbGciOiJIUzI1NiJ9.e30.c2 ln", String(repeating: "a", count: 9_000),
    ])
    func `refuses what is no token`(token: String) async {
        await #expect(throws: GatewayError.malformedToken) { try await verify("Bearer \(token)") }
    }

    @Test(arguments: ["none", "None", "HS384", "RS256", ""])
    func `refuses another algorithm by name`(algorithm: String) async throws {
        let header = Data(#"{"alg":"\#(algorithm)","typ":"JWT"}"#.utf8).base64EncodedString()
            .replacingOccurrences(of: "=", with: "")
        let parts = try await TokenForge.token().split(separator: ".")
        await #expect(throws: GatewayError.wrongAlgorithm) {
            try await verify("Bearer \(header).\(parts[1]).\(parts[2])")
        }
    }

    @Test(arguments: [DigestAlgorithm.sha384, .sha512])
    func `refuses a longer digest with the same secret`(digest: DigestAlgorithm) async throws {
        let secret = [UInt8](repeating: 7, count: 64)
        let verifier = try GatewayVerifier(
            secret: .base64URL(Data(secret).base64EncodedString()), audience: TokenForge.audience,
            subject: TokenForge.subject)
        let token = try await TokenForge.token(secret: secret, digest: digest)
        await #expect(throws: GatewayError.wrongAlgorithm) {
            try await verifier.verify(authorizationHeader: "Bearer \(token)", at: now)
        }
    }

    @Test func `refuses a token of another secret`() async throws {
        let token = try await TokenForge.token(secret: [UInt8](repeating: 1, count: 32))
        await #expect(throws: GatewayError.wrongSignature) { try await verify("Bearer \(token)") }
    }

    @Test func `refuses a token without a signature`() async throws {
        let parts = try await TokenForge.token().split(separator: ".")
        await #expect(throws: GatewayError.wrongSignature) { try await verify("Bearer \(parts[0]).\(parts[1]).") }
    }

    @Test func `refuses claims that were changed afterwards`() async throws {
        let signed = try await TokenForge.token().split(separator: ".")
        let other = try await TokenForge.token(.init(jti: "token-2")).split(separator: ".")
        await #expect(throws: GatewayError.wrongSignature) {
            try await verify("Bearer \(signed[0]).\(other[1]).\(signed[2])")
        }
    }

    @Test func `refuses an extension it does not know`() async throws {
        let token = try await TokenForge.token(header: ["crit": .array([.string("b64")])])
        await #expect(throws: GatewayError.malformedToken) { try await verify("Bearer \(token)") }
    }

    @Test(arguments: [["urn:Other"], [], ["urn:MySmsGateway2"], nil])
    func `refuses another audience`(audience: [String]?) async throws {
        let header = try await TokenForge.bearer(.init(aud: audience))
        await #expect(throws: GatewayError.wrongAudience) { try await verify(header) }
    }

    @Test(arguments: ["urn:auth0", "", nil])
    func `refuses another subject`(subject: String?) async throws {
        let header = try await TokenForge.bearer(.init(sub: subject))
        await #expect(throws: GatewayError.wrongSubject) { try await verify(header) }
    }

    @Test(arguments: [-30, -31, -86_400])
    func `refuses a token 30 seconds after its end`(seconds: Double) async throws {
        let header = try await TokenForge.bearer(.init(exp: now.timeIntervalSince1970 + seconds))
        await #expect(throws: GatewayError.expired) { try await verify(header) }
    }

    @Test func `forgives a token that ended 29 seconds ago`() async throws {
        let header = try await TokenForge.bearer(.init(exp: now.timeIntervalSince1970 - 29))
        #expect(try await verify(header).expiresAt == now.addingTimeInterval(-29))
    }

    @Test(arguments: [31, 3_600])
    func `refuses a token from the future`(seconds: Double) async throws {
        let header = try await TokenForge.bearer(.init(iat: now.timeIntervalSince1970 + seconds))
        await #expect(throws: GatewayError.issuedInTheFuture) { try await verify(header) }
    }

    @Test func `refuses a token that is not valid yet`() async throws {
        let header = try await TokenForge.bearer(.init(nbf: now.timeIntervalSince1970 + 31))
        await #expect(throws: GatewayError.issuedInTheFuture) { try await verify(header) }
    }

    @Test func `forgives a clock that is 30 seconds ahead`() async throws {
        let header = try await TokenForge.bearer(.init(iat: now.timeIntervalSince1970 + 30))
        #expect(try await verify(header).issuedAt == now.addingTimeInterval(30))
    }

    @Test func `refuses a token that never expires`() async throws {
        let header = try await TokenForge.bearer(.init(exp: nil))
        await #expect(throws: GatewayError.missingExpiry) { try await verify(header) }
    }

    @Test func `accepts a token that never expires when told so`() async throws {
        let header = try await TokenForge.bearer(.init(iat: nil, exp: nil, jti: nil))
        #expect(try await verify(header, requiresExpiry: false).expiresAt == nil)
    }

    @Test(arguments: [-1, 1e300])
    func `refuses a time that is no date`(seconds: Double) async throws {
        let header = try await TokenForge.bearer(.init(exp: seconds))
        await #expect(throws: GatewayError.malformedToken) { try await verify(header) }
    }
}

/// The fields of a token, to compare them all at once.
private struct GatewayTokenFields: Equatable {
    let subject: String
    let audience: [String]
    let issuedAt: Date?
    let expiresAt: Date?
    let id: String?
}

extension GatewayTokenFields {
    init(_ token: GatewayToken) {
        self.init(
            subject: token.subject, audience: token.audience, issuedAt: token.issuedAt, expiresAt: token.expiresAt,
            id: token.id)
    }
}
