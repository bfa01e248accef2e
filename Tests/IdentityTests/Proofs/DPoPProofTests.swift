import Crypto
import Foundation
import Identity
import TestSupport
import Testing

@Suite struct `A DPoP proof` {
    private static let url = "https://login.example.com/oauth/token"
    private static let now = ManualClock.start

    /// A proof by the P-256 key; null takes a member away.
    private func proof(
        _ claims: JSONObject = [:], header: JSONObject = [:], sign: (([UInt8]) throws -> [UInt8])? = nil
    ) throws -> String {
        let header = header.filled(from: [
            "typ": "dpop+jwt", "alg": "ES256", "jwk": .object(ProofForge.jwk(ProofForge.p256)),
        ])
        let claims = claims.filled(from: [
            "jti": "first", "htm": "POST", "htu": .string(Self.url), "iat": .int(Self.now.seconds),
        ])
        return try ProofForge.token(
            header.filter { !$1.isNull }, claims.filter { !$1.isNull }, sign: sign)
    }

    private func check(
        _ header: String, method: String = "POST", url: String = Self.url, accessToken: String? = nil,
        at time: Timestamp = Self.now
    ) -> Result<DPoPProof, DPoPProblem> {
        DPoPProof.check(header, method: method, url: url, accessToken: accessToken, at: time)
    }

    private func problem(_ result: Result<DPoPProof, DPoPProblem>) -> DPoPProblem? {
        if case .failure(let problem) = result { problem } else { nil }
    }

    @Test func `names the key that made it`() throws {
        let proof = try check(try proof()).get()
        #expect(proof.thumbprint == PublicKey(jwk: ProofForge.jwk(ProofForge.p256))?.thumbprint)
        #expect(proof.issuedAt == Self.now)
        #expect(proof.confirmation == ["jkt": .string(proof.thumbprint)])
        #expect(DPoPProof.thumbprint(in: ["cnf": proof.confirmation]) == proof.thumbprint)
    }

    @Test func `of RFC 9449 section 4.1 is good at its time`() throws {
        let published =
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0Rs"
            + "cEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2"
            + "In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2V"
            + "uIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37x"
            + "RZT3Lg"
        let proof = try check(
            published, url: "https://server.example.com/token", at: Timestamp(seconds: 1_562_262_616)
        ).get()
        #expect(proof.thumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
    }

    @Test(arguments: ["RS256", "RS384", "PS256", "ES256", "EdDSA"])
    func `may be signed with any algorithm of public keys`(algorithm: String) throws {
        let jwk =
            switch algorithm {
            case "ES256": ProofForge.jwk(ProofForge.p256)
            case "EdDSA": ProofForge.jwk(ProofForge.ed25519)
            default: try ProofForge.jwk(ProofForge.rsa)
            }
        let text = try proof(header: ["alg": .string(algorithm), "jwk": .object(jwk)])
        #expect(problem(check(text)) == nil)
    }

    @Test(arguments: ["JWT", "at+jwt", "DPOP+JWT", "", nil])
    func `is no other kind of token`(type: String?) throws {
        let text = try proof(header: ["typ": type.map { .string($0) } ?? .null])
        #expect(problem(check(text)) == .wrongType)
    }

    @Test(arguments: ["none", "None", "HS256", "HS512", "es256", "ES384", "RS512", ""])
    func `is not signed with another algorithm`(algorithm: String) throws {
        #expect(problem(check(try proof(header: ["alg": .string(algorithm)]))) == .wrongAlgorithm)
    }

    @Test func `is not authenticated with the public key as a secret`() throws {
        let secret = SymmetricKey(data: Data(ProofForge.p256.publicKey.pemRepresentation.utf8))
        for algorithm in ["HS256", "ES256"] {
            let text = try proof(header: ["alg": .string(algorithm)]) {
                Array(HMAC<SHA256>.authenticationCode(for: $0, using: secret))
            }
            #expect(problem(check(text)) == (algorithm == "HS256" ? .wrongAlgorithm : .wrongSignature))
        }
    }

    @Test func `is not signed with another key than it names`() throws {
        let text = try proof { Array(try P256.Signing.PrivateKey().signature(for: $0).rawRepresentation) }
        #expect(problem(check(text)) == .wrongSignature)
    }

    @Test func `has a public key, and no private one`() throws {
        var secret = ProofForge.jwk(ProofForge.p256)
        secret["d"] = .string(Base64URL.encode(ProofForge.p256.rawRepresentation))
        for jwk in [JSON.object(secret), .null, "key", [:], ["kty": "oct", "k": "AQAB"]] {
            #expect(problem(check(try proof(header: ["jwk": jwk]))) == .wrongKey)
        }
    }

    @Test func `has a key that is for its algorithm`() throws {
        var jwk = ProofForge.jwk(ProofForge.p256)
        jwk["alg"] = "ES384"
        #expect(problem(check(try proof(header: ["jwk": .object(jwk)]))) == .wrongKey)
        let rsa = try ProofForge.jwk(ProofForge.rsa)
        #expect(problem(check(try proof(header: ["jwk": .object(rsa)]))) == .wrongSignature)
    }

    @Test(arguments: ["GET", "post", "", nil])
    func `is for the request's method`(method: String?) throws {
        #expect(problem(check(try proof(["htm": method.map { .string($0) } ?? .null]))) == .wrongMethod)
    }

    @Test(arguments: [
        "https://login.example.com/oauth/token?a=b", "https://login.example.com/oauth/token#f",
        "HTTPS://LOGIN.Example.com:443/oauth/token",
    ])
    func `is for the request's URL, however that is written`(url: String) throws {
        #expect(problem(check(try proof(["htu": .string(url)]))) == nil)
        #expect(problem(check(try proof(), url: url)) == nil)
    }

    @Test(arguments: [
        "http://login.example.com/oauth/token", "https://login.example.com:8443/oauth/token",
        "https://login.example.com:80/oauth/token", "https://login.example.com/oauth/Token",
        "https://login.example.com/oauth/token/", "https://login.example.com/", "https://login.example.com",
        "https://evil.example/oauth/token", "https://user@login.example.com/oauth/token", "/oauth/token", "", "x:y",
        "https://login.example.com.evil.example/oauth/token", "https:///oauth/token",
    ])
    func `is for no other URL`(url: String) throws {
        #expect(problem(check(try proof(["htu": .string(url)]))) == .wrongURL)
    }

    @Test func `names a URL`() throws {
        #expect(problem(check(try proof(["htu": .null]))) == .wrongURL)
        #expect(problem(check(try proof(["htu": 1]))) == .wrongURL)
    }

    @Test(arguments: [-60, -1, 0, 1, 60])
    func `is good for a minute each way`(seconds: Int) throws {
        #expect(problem(check(try proof(), at: Self.now + .seconds(seconds))) == nil)
    }

    @Test func `is refused when it is older or from the future`() throws {
        #expect(problem(check(try proof(), at: Self.now + .seconds(61))) == .tooOld)
        #expect(problem(check(try proof(), at: Self.now - .seconds(61))) == .fromTheFuture)
    }

    @Test(arguments: [.null, "now", .number(1e300), .integer(Int64.max), .integer(Int64.min), true] as [JSON])
    func `has a time`(iat: JSON) throws {
        #expect(problem(check(try proof(["iat": iat]))) == .noTime)
    }

    @Test func `may have a time with a fraction`() throws {
        let proof = try check(try proof(["iat": .number(Double(Self.now.seconds) + 0.5)])).get()
        #expect(proof.issuedAt == Self.now + .milliseconds(500))
    }

    @Test(arguments: [.null, "", 7, .string(String(repeating: "x", count: 257))] as [JSON])
    func `has an id of 1 to 256 bytes`(jti: JSON) throws {
        #expect(problem(check(try proof(["jti": jti]))) == .wrongID)
    }

    @Test func `holds the hash of the access token that it comes with`() throws {
        // The token and hash of RFC 9449 section 7.1.
        let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
        let text = try proof(["ath": "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"])
        #expect(problem(check(text, accessToken: token)) == nil)
        #expect(problem(check(text, accessToken: token + "x")) == .wrongAccessToken)
        #expect(problem(check(try proof(), accessToken: token)) == .wrongAccessToken)
    }

    @Test func `has one id a key and jti`() throws {
        let first = try check(try proof()).get()
        let again = try check(try proof(["iat": .int(Self.now.seconds + 1)])).get()
        let other = try check(try proof(["jti": "second"])).get()
        let another = try check(
            try proof(header: ["alg": "EdDSA", "jwk": .object(ProofForge.jwk(ProofForge.ed25519))])
        ).get()
        #expect(first.id == again.id)
        #expect(Set([first.id, other.id, another.id]).count == 3)
        #expect(first.usableUntil > Self.now + .seconds(60))
    }

    @Test func `is one compact token of at most 4 KiB`() throws {
        let good = try proof()
        for text in ["", "a", good + "," + good, good + ".", "Bearer " + good, good + " "] {
            #expect(problem(check(text)) == .malformed)
        }
        #expect(problem(check(try proof(["x": .string(String(repeating: "x", count: 4_000))]))) == .malformed)
    }

    @Test func `names each member once`() throws {
        let jwk = String(decoding: JSON.object(ProofForge.jwk(ProofForge.p256)).serialized(), as: UTF8.self)
        let claims = #"{"jti":"a","htm":"POST","htu":"\#(Self.url)","iat":\#(Self.now.seconds)}"#
        let twice = [
            (#"{"typ":"dpop+jwt","alg":"ES256","alg":"ES256","jwk":\#(jwk)}"#, claims),
            (
                #"{"typ":"dpop+jwt","alg":"ES256","jwk":\#(jwk)}"#,
                claims.replacing(#""jti":"a""#, with: #""jti":"a","jti":"b""#)
            ),
        ]
        for (header, claims) in twice {
            let text = try ProofForge.token(header, claims) { try ProofForge.signature("ES256", of: $0) }
            #expect(problem(check(text)) == .malformed)
        }
    }

    @Test func `demands no extension`() throws {
        #expect(problem(check(try proof(header: ["crit": ["b64"], "b64": false]))) == .malformed)
    }
}
