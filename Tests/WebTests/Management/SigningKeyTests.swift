import HTTPTypes
import Identity
import Testing

@Suite struct `The signing keys over the Management API` {
    private func kid(_ state: String, on server: TestServer) async throws -> String {
        let keys = try await server.manage(.get, "keys/signing").json.array ?? []
        return try #require(keys.first { $0.object?[state] == true }?.object?["kid"]?.string)
    }

    @Test func `are the one that signs and the next one, and never the keys themselves`() async throws {
        let answer = try await TestServer.start().manage(.get, "keys/signing")
        let keys = (answer.json.array ?? []).compactMap(\.object)
        #expect(keys.count == 2)
        #expect(keys.filter { $0["current"] == true }.count == 1)
        #expect(keys.filter { $0["next"] == true }.count == 1)
        for key in keys {
            #expect(key["revoked"] == false)
            #expect(key["cert"]?.string?.hasPrefix("-----BEGIN CERTIFICATE-----\r\n") == true)
            #expect(key["fingerprint"]?.string?.replacing(":", with: "") == key["thumbprint"]?.string)
        }
        #expect(!answer.text.contains("PRIVATE"))
    }

    @Test func `can be read one by one`() async throws {
        let server = try await TestServer.start()
        let current = try await kid("current", on: server)
        #expect(try await server.manage(.get, "keys/signing/\(current)")["kid"] == .string(current))
        let unknown = try await server.manage(.get, "keys/signing/unknown")
        #expect(unknown.status == 404)
        #expect(unknown.message == "Signing key not found")
    }

    @Test func `move on by one when they are rotated`() async throws {
        let server = try await TestServer.start()
        let before = (current: try await kid("current", on: server), next: try await kid("next", on: server))
        let answer = try await server.manage(.post, "keys/signing/rotate")
        #expect(answer.status == 201)
        #expect(answer["kid"] == .string(before.next))
        #expect(answer["cert"] != nil)
        #expect(try await kid("current", on: server) == before.next)
        #expect(try await kid("previous", on: server) == before.current)
        #expect(try await kid("next", on: server) != before.next)
    }

    @Test(arguments: ["create:signing_keys", "update:signing_keys"])
    func `need both scopes to be rotated`(scope: String) async throws {
        let answer = try await TestServer.start().manage(.post, "keys/signing/rotate", scopes: [scope])
        #expect(answer.status == 403)
        #expect(
            answer.message == "Insufficient scope, expected any of: create:signing_keys,update:signing_keys")
    }

    @Test func `open nothing more once they are revoked`() async throws {
        let server = try await TestServer.start()
        let old = try await kid("current", on: server)
        let token = try await server.managementToken()
        _ = try await server.manage(.post, "keys/signing/rotate")
        let headers: HTTPFields = [.authorization: "Bearer \(token)"]
        #expect(try await server.send(.get, "/api/v2/keys/signing", headers: headers).status == 200)
        let answer = try await server.manage(.put, "keys/signing/\(old)/revoke")
        #expect(answer.status == 200)
        #expect(answer["kid"] == .string(old))
        #expect(try await server.send(.get, "/api/v2/keys/signing", headers: headers).status == 401)
        #expect(try await server.manage(.get, "keys/signing/\(old)")["revoked"] == true)
        #expect(try await !server.send(.get, "/.well-known/jwks.json").text.contains(old))
        #expect(try await server.manage(.put, "keys/signing/\(old)/revoke").status == 409)
    }

    @Test(arguments: ["current", "next"])
    func `are not revoked while they are needed`(state: String) async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.put, "keys/signing/\(try await kid(state, on: server))/revoke")
        #expect(answer.status == 400)
    }

    @Test func `are not revoked where they are unknown`() async throws {
        #expect(try await TestServer.start().manage(.put, "keys/signing/unknown/revoke").status == 404)
    }

    @Test func `of another kind come after those of RSA and name their algorithm`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(
            .post, "resource-servers", ["identifier": "urn:ec", "name": "EC", "signing_alg": "ES256"])
        let before = try await kid("current", on: server)
        let rotated = try await server.manage(.post, "keys/signing/rotate")
        let keys = (try await server.manage(.get, "keys/signing").json.array ?? []).compactMap(\.object)
        #expect(keys.map { $0["alg"] } == [nil, nil, nil, "ES256", "ES256", "ES256"])
        #expect(keys.filter { $0["current"] == true }.count == 2)
        #expect(rotated["kid"] == keys.first { $0["current"] == true }?["kid"])
        #expect(try await kid("previous", on: server) == before)
        let former = try #require(keys.last { $0["previous"] == true }?["kid"]?.string)
        #expect(try await server.manage(.put, "keys/signing/\(former)/revoke").status == 200)
        #expect(try await !server.send(.get, "/.well-known/jwks.json").text.contains(former))
    }
}
