// Signs a person in from the command line: a native client, a loopback redirect (RFC 8252), code and PKCE.
// Usage: login ISSUER CLIENT_ID      such as: login http://localhost:3000/ gcsZ...

import Crypto
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

func base64URL(_ data: some Sequence<UInt8>) -> String {
    Data(data).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}

func randomText() -> String { base64URL(SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }) }

func url(_ base: String, _ parameters: KeyValuePairs<String, String>) throws -> URL {
    guard var parts = URLComponents(string: base) else { throw LoginFailure(description: "\(base) is no URL.") }
    parts.queryItems = parameters.map { URLQueryItem(name: $0.key, value: $0.value) }
    // A plus sign would be read as a space.
    parts.percentEncodedQuery = parts.percentEncodedQuery?.replacing("+", with: "%2B")
    guard let url = parts.url else { throw LoginFailure(description: "\(base) is no URL.") }
    return url
}

func login(issuer: String, clientID: String) async throws -> [String: Any] {
    guard let discovery = URL(string: issuer + ".well-known/openid-configuration") else {
        throw LoginFailure(description: "\(issuer) is no URL.")
    }
    let server = try await json(URLRequest(url: discovery))
    guard try text("issuer", of: server) == issuer else { throw LoginFailure(description: "The issuer differs.") }

    let listener = try LoopbackListener()
    let (redirect, state, nonce, verifier) = (
        "http://127.0.0.1:\(listener.port)/", randomText(), randomText(), randomText()
    )
    let page = try url(
        text("authorization_endpoint", of: server),
        [
            "response_type": "code", "client_id": clientID, "redirect_uri": redirect, "scope": "openid profile phone",
            "state": state, "nonce": nonce, "code_challenge_method": "S256",
            "code_challenge": base64URL(SHA256.hash(data: Data(verifier.utf8))),
        ])
    print("Open this address in a browser and sign in:\n\n  \(page.absoluteString)\n")
    fflush(nil)
    let answer = try listener.waitForRedirect { $0["state"] == state }
    guard answer["iss"] == issuer else { throw LoginFailure(description: "This answer is another server's.") }
    guard let code = answer["code"] else {
        throw LoginFailure(description: answer["error_description"] ?? answer["error"] ?? "The answer has no code.")
    }

    guard let tokenEndpoint = try URL(string: text("token_endpoint", of: server)) else {
        throw LoginFailure(description: "The token endpoint is no URL.")
    }
    var exchange = URLRequest(url: tokenEndpoint)
    exchange.httpMethod = "POST"
    exchange.setValue("application/json", forHTTPHeaderField: "Content-Type")
    exchange.httpBody = try JSONEncoder().encode([
        "grant_type": "authorization_code", "client_id": clientID, "redirect_uri": redirect, "code": code,
        "code_verifier": verifier,
    ])
    // The token comes straight from the issuer, which stands for its signature (OpenID Connect Core 3.1.3.7).
    let claims = try claims(of: text("id_token", of: await json(exchange)))
    let audience = claims["aud"] as? [String] ?? [claims["aud"] as? String ?? ""]
    guard claims["iss"] as? String == issuer, audience.contains(clientID), claims["nonce"] as? String == nonce,
        let expires = claims["exp"] as? Double, expires > Date().timeIntervalSince1970
    else { throw LoginFailure(description: "The ID token is not for this login.") }
    return claims
}

guard CommandLine.arguments.count == 3 else {
    print("Usage: login ISSUER CLIENT_ID")
    exit(64)
}
do {
    let claims = try await login(issuer: CommandLine.arguments[1], clientID: CommandLine.arguments[2])
    for (name, value) in claims.sorted(by: { $0.key < $1.key }) { print("\(name): \(value)") }
} catch {
    print("Not signed in: \(error)")
    exit(1)
}
