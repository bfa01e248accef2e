import Foundation
import HTTPTypes
import Hummingbird
import Identity

/// Takes a client's credentials out of a request (RFC 6749 section 2.3.1).
enum Credentials {
    /// From the Basic header or the body; both at once are refused.
    static func read(_ request: Request, _ parameters: JSONObject) throws(OAuthError) -> ClientCredentials {
        if parameters["client_assertion"] != nil { throw .assertionNotOffered }
        let clientID = try text("client_id", in: parameters)
        let secret = try text("client_secret", in: parameters)
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("basic ") else {
            guard let clientID else { throw .invalidRequest("Missing required parameter: client_id") }
            return ClientCredentials(clientID: clientID, proof: secret.map { .post($0) } ?? .none)
        }
        guard secret == nil else { throw .invalidRequest("Client credentials came both in the header and in the body") }
        guard let (headerID, headerSecret) = basic(header), clientID == nil || clientID == headerID else {
            throw .wrongClient
        }
        return ClientCredentials(clientID: headerID, proof: .basic(headerSecret))
    }

    private static func text(_ name: String, in parameters: JSONObject) throws(OAuthError) -> String? {
        guard let value = parameters[name] else { return nil }
        guard let text = value.string, text.utf8.count <= 1_024 else {
            throw .invalidRequest("\(name) must be a string")
        }
        return text.isEmpty ? nil : text
    }

    /// Id and secret, each form-encoded within the base64 text.
    private static func basic(_ header: String) -> (String, String)? {
        guard header.utf8.count <= 4_096, let data = Data(base64Encoded: String(header.dropFirst(6))) else {
            return nil
        }
        let bytes = Array(data)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let id = try? FormBody.decode(bytes[..<colon]), let secret = try? FormBody.decode(bytes[(colon + 1)...])
        else { return nil }
        return (id, secret)
    }
}
