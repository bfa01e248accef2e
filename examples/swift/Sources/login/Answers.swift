import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

struct LoginFailure: Error, CustomStringConvertible { let description: String }

/// The JSON object that a server answers; an error answer is thrown in its own words.
func json(_ request: URLRequest) async throws -> [String: Any] {
    let (body, _) = try await URLSession.shared.data(for: request)
    guard let object = try JSONSerialization.jsonObject(with: body) as? [String: Any] else {
        throw LoginFailure(description: "\(request.url?.absoluteString ?? "") did not answer an object.")
    }
    if let error = object["error"] { throw LoginFailure(description: "\(object["error_description"] ?? error)") }
    return object
}

func text(_ name: String, of object: [String: Any]) throws -> String {
    guard let value = object[name] as? String else { throw LoginFailure(description: "The answer has no \(name).") }
    return value
}

/// What a token says (RFC 7519); reading it is not checking it.
func claims(of token: String) throws -> [String: Any] {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw LoginFailure(description: "The ID token is no token.") }
    let payload = parts[1].replacing("-", with: "+").replacing("_", with: "/")
    let padded = payload + String(repeating: "=", count: (4 - payload.count % 4) % 4)
    guard let data = Data(base64Encoded: String(padded)),
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { throw LoginFailure(description: "The ID token has no claims.") }
    return object
}
