import Crypto
import Foundation
import HTTPTypes
import Identity
import TestSupport
import Testing

// RFC 9449 sections 4.3, 5, 7.1 and 11.1; C3.6.
@Suite struct `A token that is bound to a key` {
    private let key = P256.Signing.PrivateKey()

    /// A proof by the test's key, or by another one.
    private func proof(
        _ id: String, _ method: String = "POST", _ path: String = "oauth/token", for token: String? = nil,
        by other: P256.Signing.PrivateKey? = nil
    ) throws -> HTTPFields {
        let key = other ?? key
        let point = key.publicKey.rawRepresentation
        let header: JSON = [
            "typ": "dpop+jwt", "alg": "ES256",
            "jwk": [
                "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point.prefix(32))),
                "y": .string(Base64URL.encode(point.suffix(32))),
            ],
        ]
        var claims: JSONObject = [
            "jti": .string(id), "htm": .string(method), "htu": .string(TestServer.issuer.url + path),
            "iat": .int(ManualClock.start.seconds),
        ]
        claims["ath"] = token.map { .string(Base64URL.encode(Array(SHA256.hash(data: Data($0.utf8))))) }
        let input = "\(Base64URL.encode(header.serialized())).\(Base64URL.encode(JSON.object(claims).serialized()))"
        let signature = try key.signature(for: Data(input.utf8)).rawRepresentation
        return .one("dpop", "\(input).\(Base64URL.encode(signature))")
    }

    /// A call to `/userinfo` with a token shown under the scheme.
    private func userInfo(
        _ server: TestServer, _ token: String, scheme: String = "DPoP", _ proof: HTTPFields
    ) async throws -> TestAnswer {
        var headers = proof
        headers[.authorization] = "\(scheme) \(token)"
        return try await server.send(.get, "/userinfo", headers: headers)
    }

    private func token(_ server: TestServer, _ members: JSONObject = [:]) async throws -> String {
        let answer = try await server.exchange(
            try await server.code(), members.filled(from: ["scope": "openid profile"]), headers: try proof("exchange"))
        #expect(answer["token_type"] == "DPoP")
        return try #require(answer["access_token"]?.string, "\(answer.text)")
    }

    @Test func `names the key`() async throws {
        let server = try await TestServer.withShop()
        let jwt = try await token(server, ["audience": .string(TestServer.orders)])
        let claims = try #require(JWS.Parsed(jwt)).claims
        let point = key.publicKey.rawRepresentation
        let jwk: JSONObject = [
            "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point.prefix(32))),
            "y": .string(Base64URL.encode(point.suffix(32))),
        ]
        #expect(DPoPProof.thumbprint(in: claims) == PublicKey(jwk: jwk)?.thumbprint)
    }

    @Test func `is asked for with a proof that was not used before`() async throws {
        let server = try await TestServer.withShop()
        let same = try proof("same")
        #expect(try await server.token(clientCredentials, headers: same).status == 200)
        let again = try await server.token(clientCredentials, headers: same)
        #expect(again.status == 400)
        #expect(again.refusal.error == "invalid_dpop_proof")
        #expect(try await server.token(clientCredentials, headers: try proof("other")).status == 200)
    }

    @Test func `is asked for with a proof for the token endpoint`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.token(clientCredentials, headers: try proof("x", "POST", "userinfo"))
        #expect(
            answer.refusal
                == Refusal(400, "invalid_dpop_proof", "The DPoP proof's htu is not the URL of this request"))
    }

    @Test func `is what a client gets that must have one, or nothing`() async throws {
        let server = try await TestServer.withShop()
        try await server.change(client: "shop", ["require_proof_of_possession": true])
        let without = try await server.token(clientCredentials)
        #expect(without.refusal.error == "invalid_dpop_proof")
        let with = try await server.token(clientCredentials, headers: try proof("x"))
        #expect(with["token_type"] == "DPoP")
    }

    @Test(arguments: [[:], ["audience": .string(TestServer.orders)]] as [JSONObject])
    func `opens the user info with a proof of the key`(members: JSONObject) async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server, members)
        let answer = try await userInfo(server, token, try proof("use", "GET", "userinfo", for: token))
        #expect(answer.status == 200, "\(answer.text)")
    }

    @Test func `opens nothing with a proof of another kind, or none`() async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server)
        let stranger = P256.Signing.PrivateKey()
        let proofs = [
            HTTPFields(), try proof("a", "POST", "userinfo", for: token), try proof("b", "GET", "userinfo"),
            try proof("c", "GET", "oauth/token", for: token),
            try proof("d", "GET", "userinfo", for: "another token"),
            try proof("e", "GET", "userinfo", for: token, by: stranger),
        ]
        for proof in proofs { #expect(try await userInfo(server, token, proof).status == 401) }
        let shownAsBearer = try proof("f", "GET", "userinfo", for: token)
        #expect(try await userInfo(server, token, scheme: "Bearer", [:]).status == 401)
        #expect(try await userInfo(server, token, scheme: "Bearer", shownAsBearer).status == 401)
    }

    @Test func `opens the user info once a proof`() async throws {
        let server = try await TestServer.withShop()
        let token = try await token(server)
        let same = try proof("use", "GET", "userinfo", for: token)
        #expect(try await userInfo(server, token, same).status == 200)
        #expect(try await userInfo(server, token, same).status == 401)
    }

    private var clientCredentials: JSONObject {
        [
            "grant_type": "client_credentials", "client_id": "shop", "client_secret": .string(TestServer.secret),
            "audience": .string(TestServer.orders),
        ]
    }
}
