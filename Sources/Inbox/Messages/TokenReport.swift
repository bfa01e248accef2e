import Foundation
import GatewayKit

/// What the page tells about a request's token: whether it is believed, what it claims, and the token itself.
struct TokenReport: Sendable, Encodable {
    /// Whether the token is believed.
    enum State: String, Sendable, Encodable {
        /// Signature, audience, subject and times are right.
        case verified
        /// There was none, and none was asked for.
        case absent
        /// It was asked for, and is missing or wrong.
        case refused
        /// There was one, but the inbox was started without a secret to check it with.
        case unchecked
    }

    let state: State
    /// Why it was refused: the code of the ``GatewayError``.
    let reason: String?
    /// What it claims, true or not; `nil` when it cannot be read.
    let claims: Claims?
    /// The token as it arrived.
    let jwt: String?

    /// - Parameters:
    ///   - header: the value of `Authorization`.
    ///   - refusal: why the verifier refused it, if it did.
    ///   - checked: whether there was a verifier.
    init(header: String?, refusal: GatewayError?, checked: Bool) {
        jwt = header.map { header in
            let words = header.split(separator: " ", maxSplits: 1)
            return words.count == 2 ? String(words[1]) : header
        }
        state =
            if refusal != nil { .refused } else if checked { .verified } else if jwt != nil { .unchecked } else {
                .absent
            }
        reason = refusal?.code
        claims = jwt.flatMap(Claims.init(jwt:))
    }

    private enum Key: String, CodingKey { case state, reason, claims, jwt }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(state, forKey: .state)
        try fields.encode(reason, forKey: .reason)
        try fields.encode(claims, forKey: .claims)
        try fields.encode(jwt, forKey: .jwt)
    }

    /// The registered claims of RFC 7519 that a gateway token uses, read without checking anything.
    struct Claims: Sendable, Codable {
        var sub: String?
        var aud: [String]?
        var iat: Double?
        var exp: Double?
        var jti: String?

        /// Reads the middle part of a token; `nil` when that is not base64url or not a JSON object.
        init?(jwt: String) {
            let parts = jwt.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            var base64 = parts[1].replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
            base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
            guard let data = Data(base64Encoded: base64),
                let claims = try? JSONDecoder().decode(Claims.self, from: data)
            else { return nil }
            self = claims
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            sub = try? fields.decode(String.self, forKey: .sub)
            aud =
                (try? fields.decode(String.self, forKey: .aud)).map { [$0] }
                ?? (try? fields.decode([String].self, forKey: .aud))
            iat = try? fields.decode(Double.self, forKey: .iat)
            exp = try? fields.decode(Double.self, forKey: .exp)
            jti = try? fields.decode(String.self, forKey: .jti)
        }
    }
}
