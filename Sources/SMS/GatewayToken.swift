import Crypto
import Identity

/// The bearer token by which a gateway knows its login server: a JWT signed with HS256 (RFC 7515, RFC 7519) whose claims
/// are `sub`, `aud`, `iat`, `exp` and `jti`.
///
/// Written by hand because every message needs one: a general JWT library takes several times as long.
struct GatewayToken {
    /// How long a token is good for. It is made when the message leaves, and one clock may be a little off.
    static let lifetime = Duration.seconds(60)

    private static let scheme = Array("Bearer ".utf8)
    private static let header = Array((Base64URL.encode(#"{"alg":"HS256","typ":"JWT"}"#.utf8) + ".").utf8)

    let authentication: SMSOptions.Gateway.Authentication
    let issuedAt: Timestamp
    /// Random bytes, written into `jti` as base64url.
    let id: [UInt8]

    /// The value of the `Authorization` header (RFC 6750 section 2.1).
    var authorization: String {
        var text = Self.scheme
        text.reserveCapacity(512)
        text += Self.header
        Base64URL.encode(claims, into: &text)
        let code = HMAC<SHA256>.authenticationCode(
            for: text[Self.scheme.count...], using: SymmetricKey(data: authentication.key.exposed))
        text.append(UInt8(ascii: "."))
        code.withUnsafeBytes { Base64URL.encode($0, into: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    private var claims: [UInt8] {
        var json = Array(#"{"sub":"#.utf8)
        json.reserveCapacity(256)
        JSON.string(authentication.subject).write(to: &json)
        json += #","aud":"#.utf8
        JSON.string(authentication.audience).write(to: &json)
        json += #","iat":"#.utf8
        json += String(issuedAt.seconds).utf8
        json += #","exp":"#.utf8
        json += String((issuedAt + Self.lifetime).seconds).utf8
        json += #","jti":""#.utf8
        Base64URL.encode(id, into: &json)
        json += #""}"#.utf8
        return json
    }
}
