import Foundation
import GatewayKit
import Testing

@Suite struct `GatewayKit's documentation page` {
    /// The example as the page shows it, and around it what the page says is yours.
    private func example(authorization: String?, json: [UInt8]) async throws -> Int {
        @Sendable func deliver(_ text: String, to number: String) async -> Bool { number != "+999" }

        // example begins
        let verifier = try GatewayVerifier(
            secret: .text("the secret both sides know"), audience: "urn:MySmsGateway", subject: "urn:Auth0")

        @Sendable func answer(authorization: String?, json: [UInt8]) async -> Int {
            do {
                _ = try await verifier.verify(authorizationHeader: authorization, at: .now)
                let message = try GatewayMessage(json: json)
                return await deliver(message.body, to: message.recipient) ? 200 : 502
            } catch {
                return error.status
            }
        }
        // example ends

        return await answer(authorization: authorization, json: json)
    }

    private func token() async throws -> String {
        let now = Date.now.timeIntervalSince1970
        var key = Array("the secret both sides know".utf8)
        key += [UInt8](repeating: 0, count: 32 - key.count)
        return "Bearer \(try await TokenForge.token(.init(iat: now, exp: now + 60), secret: key))"
    }

    @Test(arguments: [
        (#"{"recipient":"+1","body":"x"}"#, 200), (#"{"recipient":"+999","body":"x"}"#, 502), ("{}", 400),
    ])
    func `has an example that answers`(json: String, status: Int) async throws {
        #expect(try await example(authorization: token(), json: Array(json.utf8)) == status)
    }

    @Test func `has an example that refuses strangers`() async throws {
        #expect(try await example(authorization: nil, json: Array(#"{"recipient":"+1","body":"x"}"#.utf8)) == 401)
    }

    @Test func `shows the example that is tested here`() throws {
        let tests = URL(filePath: #filePath)
        let page = tests.deletingLastPathComponent().appending(
            path: "../../Sources/GatewayKit/GatewayKit.docc/GatewayKit.md")
        let shown = try lines(of: page, after: "```swift", upTo: "```")
        let tested = try lines(of: tests, after: "        // example begins", upTo: "        // example ends")
        #expect(shown == tested.map { $0.hasPrefix("        ") ? String($0.dropFirst(8)) : $0 })
    }

    private func lines(of file: URL, after start: String, upTo end: String) throws -> [String] {
        let all = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        let first = try #require(all.firstIndex { $0 == start })
        let last = try #require(all[first...].dropFirst().firstIndex { $0 == end })
        return all[(first + 1)..<last].map { String($0) }
    }
}
