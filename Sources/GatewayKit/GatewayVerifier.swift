import Foundation
import JWTKit

/// Checks that a request comes from the login server: HS256 signature, audience, subject and times of its bearer token.
///
/// The algorithm is fixed. A token that names another one, or `none`, is refused whatever its signature.
public struct GatewayVerifier: Sendable {
    /// The longest token that is read, in bytes. One of Watchword's or Auth0's is under 500.
    static let longestToken = 8_192

    /// The last second of the year 9999: times beyond it are not dates.
    private static let lastMoment = 253_402_300_799.0

    private let key: HMACKey
    private let audience: String
    private let subject: String
    private let requiresExpiry: Bool
    private let leeway: TimeInterval

    /// Takes the values of the connection's `gateway_authentication`.
    ///
    /// - Parameters:
    ///   - secret: the shared secret, as text or as base64url.
    ///   - audience: what `aud` must contain.
    ///   - subject: what `sub` must be.
    ///   - requiresExpiry: whether a token without `exp` is refused. Turn it off only for a sender that sets none.
    ///   - leeway: how far the two clocks may disagree, in seconds.
    /// - Throws: ``GatewayError/malformedSecret`` when the secret is empty or not base64url.
    public init(
        secret: GatewaySecret, audience: String, subject: String, requiresExpiry: Bool = true,
        leeway: TimeInterval = 30
    ) throws(GatewayError) {
        guard var bytes = secret.bytes else { throw .malformedSecret }
        // JWTKit asserts 32 bytes. HMAC pads a short key with zeros itself (RFC 2104 section 2), so this is the same key.
        if bytes.count < 32 { bytes += [UInt8](repeating: 0, count: 32 - bytes.count) }
        key = HMACKey(from: bytes)
        self.audience = audience
        self.subject = subject
        self.requiresExpiry = requiresExpiry
        self.leeway = leeway
    }

    /// Checks the value of a request's `Authorization` header: `Bearer`, in any case, and a token.
    ///
    /// - Parameters:
    ///   - authorizationHeader: the header's value, `nil` when the request has none.
    ///   - now: the present moment.
    /// - Throws: the first thing that is wrong, in this order: form, algorithm, signature, audience, subject, times.
    public func verify(
        authorizationHeader: String?, at now: Date
    ) async throws(GatewayError) -> GatewayToken {
        guard let header = authorizationHeader, let token = Self.bearerToken(header) else { throw .missingToken }
        try Self.checkForm(token)
        let claims = try await signedClaims(token)
        return try judge(claims, at: now)
    }

    /// What follows `Bearer ` (RFC 6750 section 2.1), or `nil` when the header is of another scheme or holds no token.
    private static func bearerToken(_ header: String) -> String? {
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        let token = words[1].trimmingCharacters(in: .whitespaces)
        return token.isEmpty ? nil : token
    }

    /// Looks at the token's outside and at its header, before any cryptography.
    private static func checkForm(_ token: String) throws(GatewayError) {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard token.utf8.count <= longestToken, parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty,
            parts.allSatisfy({ $0.allSatisfy(isBase64URL) })
        else { throw .malformedToken }

        guard let padded = GatewaySecret.base64URL(String(decoding: parts[0], as: UTF8.self)).bytes,
            let header = try? JSONDecoder().decode(JWTHeader.self, from: Data(padded)),
            let algorithm = header.alg
        else { throw .malformedToken }
        guard algorithm == "HS256" else { throw .wrongAlgorithm }
        // We understand no extension, so a token that says one matters must be refused (RFC 7515 section 4.1.11).
        guard header.fields["crit"] == nil else { throw .malformedToken }
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func signedClaims(_ token: String) async throws(GatewayError) -> TokenClaims {
        do {
            let keys = await JWTKeyCollection().add(hmac: key, digestAlgorithm: .sha256)
            return try await keys.verify(token, as: TokenClaims.self)
        } catch let error as JWTError where error.errorType == .signatureVerificationFailed {
            throw .wrongSignature
        } catch {
            throw .malformedToken
        }
    }

    private func judge(_ claims: TokenClaims, at now: Date) throws(GatewayError) -> GatewayToken {
        guard let audiences = claims.aud?.names, audiences.contains(audience) else { throw .wrongAudience }
        guard claims.sub == subject else { throw .wrongSubject }
        let issuedAt = try Self.date(claims.iat)
        let notBefore = try Self.date(claims.nbf)
        let expiresAt = try Self.date(claims.exp)
        if let expiresAt {
            guard now < expiresAt.addingTimeInterval(leeway) else { throw .expired }
        } else if requiresExpiry {
            throw .missingExpiry
        }
        for start in [issuedAt, notBefore].compactMap({ $0 }) where start > now.addingTimeInterval(leeway) {
            throw .issuedInTheFuture
        }
        return GatewayToken(
            subject: subject, audience: audiences, issuedAt: issuedAt, expiresAt: expiresAt, id: claims.jti)
    }

    /// Seconds since 1970 (RFC 7519 section 2, NumericDate) as a date, if they are one.
    private static func date(_ seconds: Double?) throws(GatewayError) -> Date? {
        guard let seconds else { return nil }
        guard seconds >= 0, seconds <= lastMoment else { throw .malformedToken }
        return Date(timeIntervalSince1970: seconds)
    }
}

extension GatewayVerifier: CustomStringConvertible, CustomReflectable {
    /// Whom it trusts; never the secret.
    public var description: String { "GatewayVerifier(audience: \(audience), subject: \(subject))" }

    /// Audience and subject; never the secret.
    public var customMirror: Mirror { Mirror(self, children: ["audience": audience, "subject": subject]) }
}
