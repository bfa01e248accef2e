import Foundation
import HTTPTypes
import Hummingbird
import Identity

/// Takes a client's credentials out of a request (RFC 6749 section 2.3, RFC 7523 section 2.2).
enum Credentials {
    /// From the Basic header, a secret or an assertion in the body; two of them at once are refused.
    static func read(_ request: Request, _ parameters: JSONObject) throws(OAuthError) -> ClientCredentials {
        let clientID = try text("client_id", in: parameters)
        let secret = try text("client_secret", in: parameters)
        let header = basicHeader(request)
        if let assertion = try assertion(in: parameters) {
            guard secret == nil, header == nil else {
                throw .invalidRequest("The client came with both a secret and a client_assertion")
            }
            return ClientCredentials(clientID: clientID ?? assertion.clientID, proof: .assertion(assertion))
        }
        guard let header else {
            guard let clientID else { throw .invalidRequest("Missing required parameter: client_id") }
            return ClientCredentials(clientID: clientID, proof: secret.map { .post($0) } ?? .none)
        }
        guard secret == nil else { throw .invalidRequest("Client credentials came both in the header and in the body") }
        guard let (headerID, headerSecret) = basic(header), clientID == nil || clientID == headerID else {
            throw .wrongClient
        }
        return ClientCredentials(clientID: headerID, proof: .basic(headerSecret))
    }

    /// `client_assertion`, which comes with its type. One that cannot be read names no client.
    private static func assertion(in parameters: JSONObject) throws(OAuthError) -> ClientAssertion? {
        let type = try text("client_assertion_type", in: parameters)
        guard let text = try text("client_assertion", in: parameters, longest: ClientAssertion.longest) else {
            guard type == nil else { throw .invalidRequest("Missing required parameter: client_assertion") }
            return nil
        }
        guard let type else { throw .invalidRequest("Missing required parameter: client_assertion_type") }
        guard type == ClientAssertion.type else {
            throw .invalidRequest("client_assertion_type must be \(ClientAssertion.type)")
        }
        guard let assertion = ClientAssertion(text) else { throw .wrongClient }
        return assertion
    }

    private static func text(
        _ name: String, in parameters: JSONObject, longest: Int = 1_024
    ) throws(OAuthError) -> String? {
        guard let value = parameters[name] else { return nil }
        guard let text = value.string else { throw .invalidRequest("\(name) must be a string") }
        guard text.utf8.count <= longest else {
            throw .invalidRequest("\(name) must have at most \(longest) bytes")
        }
        return text.isEmpty ? nil : text
    }

    private static func basicHeader(_ request: Request) -> String? {
        request.headers[.authorization].flatMap { $0.lowercased().hasPrefix("basic ") ? $0 : nil }
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
