import CryptoExtras
import Foundation
import Identity
import TestSupport

/// Assertions of clients, signed with the keys that the tests have anyway.
enum AssertionForge {
    /// The key of the clients, and another one.
    static func key(_ number: Int = 0) throws -> _RSA.Signing.PrivateKey {
        let keys = try TestKeys.shared.get()
        return try _RSA.Signing.PrivateKey(derRepresentation: keys[number].privateKey.exposed)
    }

    /// The public half, as somebody would send it to the Management API.
    static func pem(_ number: Int = 0) throws -> String { try key(number).publicKey.pemRepresentation }

    /// An assertion of the client, good for a minute unless the claims say otherwise; null takes a claim away.
    static func assertion(
        of clientID: String, _ claims: JSONObject = [:], id: String = "first", key number: Int = 0,
        at time: Timestamp = ManualClock.start
    ) throws -> String {
        let claims = claims.filled(from: [
            "iss": .string(clientID), "sub": .string(clientID), "aud": .string(TestServer.issuer.url),
            "jti": .string(id), "iat": .int(time.seconds), "exp": .int(time.seconds + 60),
        ]).filter { !$1.isNull }
        let header: JSON = ["alg": "RS256", "typ": "JWT"]
        let input = "\(Base64URL.encode(header.serialized())).\(Base64URL.encode(JSON.object(claims).serialized()))"
        let signature = try key(number).signature(for: Array(input.utf8), padding: .insecurePKCS1v1_5)
        return "\(input).\(Base64URL.encode(signature.rawRepresentation))"
    }
}

extension JSONObject {
    /// The two parameters of an assertion.
    static func assertion(_ text: String) -> JSONObject {
        [
            "client_assertion": .string(text),
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ]
    }
}

extension TestServer {
    /// Gives a client a key and makes it prove itself by that alone; returns the credential's id.
    func giveKey(to clientID: String, expiresAt: String? = nil) async throws -> String {
        var body: JSONObject = ["credential_type": "public_key", "pem": .string(try AssertionForge.pem())]
        body["expires_at"] = expiresAt.map { .string($0) }
        let made = try await manage(.post, "clients/\(clientID)/credentials", .object(body))
        guard let id = made["id"]?.string else { throw NoCode(answer: made.text) }
        let answer = try await manage(
            .patch, "clients/\(clientID)",
            ["client_authentication_methods": ["private_key_jwt": ["credentials": [["id": .string(id)]]]]])
        guard answer.status == 200 else { throw NoCode(answer: answer.text) }
        return id
    }
}
