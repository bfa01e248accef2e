import Crypto
import Foundation
import Identity
import TestSupport
import Testing

@Suite struct `A client's assertion` {
    private static let issuer = Issuer(url: "https://login.example.com/")
    private static let now = ManualClock.start

    private func credential(
        _ algorithm: ProofAlgorithm = .rs256, kid: String = "the-key", expiresAt: Timestamp? = nil,
        another: Bool = false
    ) -> ClientCredential {
        let key = another ? ProofForge.anotherRSA : ProofForge.rsa
        return ClientCredential(
            id: "cred_\(kid)", clientID: "client", name: "", kid: kid, algorithm: algorithm,
            pem: key.publicKey.pemRepresentation, expiresAt: expiresAt, createdAt: Self.now, updatedAt: Self.now)
    }

    /// An assertion by the RSA key; null takes a member away.
    private func assertion(
        _ claims: JSONObject = [:], header: JSONObject = [:], sign: (([UInt8]) throws -> [UInt8])? = nil
    ) throws -> String {
        let header = header.filled(from: ["typ": "JWT", "alg": "RS256", "kid": "the-key"])
        let claims = claims.filled(from: [
            "iss": "client", "sub": "client", "aud": .string(Self.issuer.url), "jti": "first",
            "iat": .int(Self.now.seconds), "exp": .int(Self.now.seconds + 60),
        ])
        return try ProofForge.token(header.filter { !$1.isNull }, claims.filter { !$1.isNull }, sign: sign)
    }

    private func problem(
        _ text: String, _ credentials: [ClientCredential]? = nil, for clientID: String = "client",
        at time: Timestamp = Self.now
    ) -> ClientAssertionProblem? {
        do throws(ClientAssertionProblem) {
            _ = try ClientAssertion(text)?.check(
                for: clientID, credentials: credentials ?? [credential()], issuer: Self.issuer, at: time)
            return nil
        } catch { return error }
    }

    @Test func `names its client and is spent until it has expired everywhere`() throws {
        let read = try #require(ClientAssertion(try assertion()))
        #expect(read.clientID == "client")
        let use = try read.check(for: "client", credentials: [credential()], issuer: Self.issuer, at: Self.now)
        #expect(use.until == Self.now + .seconds(70))
        let again = try #require(ClientAssertion(try assertion(["exp": .int(Self.now.seconds + 30)])))
        #expect(
            try again.check(for: "client", credentials: [credential()], issuer: Self.issuer, at: Self.now).id == use.id)
    }

    @Test(arguments: ProofAlgorithm.ofAssertions)
    func `may be signed with the credential's algorithm`(algorithm: ProofAlgorithm) throws {
        let text = try assertion(header: ["alg": .string(algorithm.rawValue)])
        #expect(problem(text, [credential(algorithm)]) == nil)
        for other in ProofAlgorithm.ofAssertions where other != algorithm {
            #expect(problem(text, [credential(other)]) == .wrongAlgorithm)
        }
    }

    @Test(arguments: ["none", "HS256", "ES256", "RS512", "rs256", ""])
    func `is not signed with another algorithm`(algorithm: String) throws {
        #expect(problem(try assertion(header: ["alg": .string(algorithm)])) == .wrongAlgorithm)
    }

    @Test func `is not authenticated with the public key as a secret`() throws {
        let secret = SymmetricKey(data: Data(ProofForge.rsa.publicKey.pemRepresentation.utf8))
        for (algorithm, expected) in [("HS256", ClientAssertionProblem.wrongAlgorithm), ("RS256", .wrongSignature)] {
            let text = try assertion(header: ["alg": .string(algorithm)]) {
                Array(HMAC<SHA256>.authenticationCode(for: $0, using: secret))
            }
            #expect(problem(text) == expected)
        }
    }

    @Test func `is signed with the key that it names`() throws {
        let text = try assertion()
        #expect(problem(text, [credential(another: true)]) == .wrongSignature)
        #expect(problem(text, [credential(kid: "other-key")]) == .noKey)
        #expect(problem(text, []) == .noKey)
    }

    @Test func `without a kid is tried with each key`() throws {
        let text = try assertion(header: ["kid": .null])
        #expect(problem(text, [credential(kid: "other-key", another: true), credential()]) == nil)
        #expect(problem(text, [credential(kid: "other-key", another: true)]) == .wrongSignature)
    }

    @Test func `is refused from the moment its key expires`() throws {
        let key = credential(expiresAt: Self.now + .seconds(1))
        #expect(problem(try assertion(), [key]) == nil)
        #expect(problem(try assertion(), [key], at: Self.now + .seconds(1)) == .noKey)
    }

    @Test(arguments: ["jwt", "client-authentication+jwt", "application/client-authentication+jwt", nil])
    func `may have a type`(type: String?) throws {
        #expect(problem(try assertion(header: ["typ": type.map { .string($0) } ?? .null])) == nil)
    }

    @Test(arguments: ["dpop+jwt", "at+jwt", "logout+jwt", ""])
    func `has no other token's type`(type: String) throws {
        #expect(problem(try assertion(header: ["typ": .string(type)])) == .wrongType)
    }

    @Test(arguments: ["iss", "sub"])
    func `is made by the client for itself`(member: String) throws {
        #expect(problem(try assertion([member: "another"])) == .wrongClient)
        #expect(problem(try assertion(), for: "another") == .wrongClient)
    }

    @Test func `has an issuer`() throws {
        #expect(problem(try assertion(["iss": .null])) == .wrongClient)
        #expect(problem(try assertion(["iss": ["client"]])) == .wrongClient)
    }

    @Test func `may name this server in an array`() throws {
        #expect(problem(try assertion(["aud": ["https://login.example.com/"]])) == nil)
    }

    @Test(
        arguments: [
            "https://login.example.com", "https://login.example.com/oauth/token", "https://LOGIN.example.com/", .null,
            [],
            "https://evil.example/", ["https://login.example.com/", "https://evil.example/"], 1,
        ] as [JSON])
    func `is for this server alone`(audience: JSON) throws {
        #expect(problem(try assertion(["aud": audience])) == .wrongAudience)
    }

    @Test(arguments: [.null, "", 5, .string(String(repeating: "x", count: 65))] as [JSON])
    func `has an id of 1 to 64 bytes`(id: JSON) throws {
        #expect(problem(try assertion(["jti": id])) == .wrongID)
    }

    @Test func `expires, with 10 seconds for clocks that differ`() throws {
        let text = try assertion()
        #expect(problem(text, at: Self.now + .seconds(69)) == nil)
        #expect(problem(text, at: Self.now + .seconds(70)) == .expired)
    }

    @Test(arguments: [.null, "soon", .number(1e300), .integer(Int64.max), .integer(Int64.min)] as [JSON])
    func `says when it expires`(exp: JSON) throws {
        #expect(problem(try assertion(["exp": exp])) == .noExpiry)
    }

    @Test func `lives 5 minutes at most`() throws {
        let start = Self.now.seconds
        #expect(problem(try assertion(["exp": .int(start + 300)])) == nil)
        #expect(problem(try assertion(["exp": .int(start + 301)])) == .livesTooLong)
        #expect(problem(try assertion(["exp": .int(start + 300), "iat": .int(start - 1)])) == .livesTooLong)
        #expect(problem(try assertion(["exp": .int(start + 310), "iat": .null])) == nil)
        #expect(problem(try assertion(["exp": .int(start + 311), "iat": .null])) == .livesTooLong)
    }

    @Test(arguments: ["iat", "nbf"])
    func `is not from the future`(member: String) throws {
        let start = Self.now.seconds
        #expect(problem(try assertion([member: .int(start + 10)])) == nil)
        #expect(problem(try assertion([member: .int(start + 11)])) == .fromTheFuture)
        #expect(problem(try assertion([member: "today"])) == .fromTheFuture)
    }

    @Test func `is not read when it is larger than 2 KiB or no token`() throws {
        let good = try assertion()
        let large = try assertion(["x": .string(String(repeating: "x", count: 2_000))])
        for text in ["", "a.b.c", good + ".", large, try assertion(["sub": .null]), try assertion(["sub": ""])] {
            #expect(ClientAssertion(text) == nil)
        }
    }

    @Test func `names each claim once`() throws {
        let claims = #"{"iss":"client","sub":"client","sub":"client","aud":"https://login.example.com/"}"#
        let text = try ProofForge.token(#"{"alg":"RS256"}"#, claims) { try ProofForge.signature("RS256", of: $0) }
        #expect(ClientAssertion(text) == nil)
    }
}
