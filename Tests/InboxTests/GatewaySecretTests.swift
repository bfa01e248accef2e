import Foundation
import GatewayKit
import Testing

@Suite struct `A gateway secret` {
    private let bytes: [UInt8] = Array(0..<16) + Array(240...255) + [0xFB, 0xEF, 0xBE]

    private func accepts(_ secret: GatewaySecret, key: [UInt8]) async throws -> Bool {
        let verifier = try GatewayVerifier(
            secret: secret, audience: TokenForge.audience, subject: TokenForge.subject)
        let token = try await TokenForge.token(secret: key)
        return (try? await verifier.verify(authorizationHeader: "Bearer \(token)", at: TokenForge.now)) != nil
    }

    @Test(arguments: [
        "AAECAwQFBgcICQoLDA0OD_Dx8vP09fb3-Pn6-_z9_v_7774", "AAECAwQFBgcICQoLDA0OD_Dx8vP09fb3-Pn6-_z9_v_7774=",
    ])
    func `is read as base64url with and without padding`(text: String) async throws {
        #expect(try await accepts(.base64URL(text), key: bytes))
    }

    @Test func `is read as plain base64 too`() async throws {
        #expect(try await accepts(.base64URL(Data(bytes).base64EncodedString()), key: bytes))
    }

    @Test func `is not decoded when it is text`() async throws {
        let text = Data(bytes).base64EncodedString()
        #expect(try await accepts(.text(text), key: Array(text.utf8)))
    }

    /// Signed outside this package, with the key `short`.
    @Test func `may be short`() async throws {
        let token =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1cm46QXV0aDAiLCJhdWQiOiJ1cm46TXlTbXNHYXRld"
            + "2F5IiwiaWF0IjoxODAwMDAwMDAwLCJleHAiOjE4MDAwMDAwNjB9.C5xGeD7nNsEL4kMt9w-V7wGl6eKdrOOGo9qin6BFd8k"
        let verifier = try GatewayVerifier(
            secret: .text("short"), audience: TokenForge.audience, subject: TokenForge.subject)
        let read = try await verifier.verify(authorizationHeader: "Bearer \(token)", at: TokenForge.now)
        #expect(read.audience == ["urn:MySmsGateway"])
    }

    @Test(arguments: [
        GatewaySecret.text(""), .base64URL(""), .base64URL("===="), .base64URL("a b!"), .base64URL("abcde"),
    ])
    func `is refused when no key comes out`(secret: GatewaySecret) {
        #expect(throws: GatewayError.malformedSecret) {
            try GatewayVerifier(secret: secret, audience: "a", subject: "s")
        }
    }

    @Test func `is never printed`() throws {
        let secret = GatewaySecret.text("hush-hush")
        let verifier = try GatewayVerifier(secret: secret, audience: "a", subject: "s")
        var text = "\(secret) \(String(reflecting: secret)) \(verifier)"
        dump(secret, to: &text)
        dump(verifier, to: &text)
        #expect(!text.contains("hush"))
    }
}
