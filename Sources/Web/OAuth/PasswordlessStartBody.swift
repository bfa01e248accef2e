import HTTPTypes
import Identity

/// The body of `POST /passwordless/start`, read.
struct PasswordlessStartBody {
    let connection: String
    /// Nil where the number is missing or malformed: see `phoneProblem`.
    let phone: PhoneNumber?
    let phoneProblem: OAuthError
    /// `authParams`.
    let parameters: JSONObject
    /// `client_id`, `client_secret` and their kin.
    let credentialParameters: JSONObject

    private static let names: Set<String> = [
        "client_id", "client_secret", "client_assertion", "client_assertion_type", "connection", "phone_number",
        "email",
        "send", "authParams", "captcha",
    ]

    init(_ body: JSONObject) throws(OAuthError) {
        let unknown = body.keys.filter { !PasswordlessStartBody.names.contains($0) }
        guard unknown.isEmpty else {
            let names = unknown.map { String($0.prefix(64)) }.prefix(10).joined(separator: ", ")
            throw OAuthError(.badRequest, "bad.request", "the following properties are not allowed: \(names)")
        }
        // Who sends an assertion may leave the id out.
        let clientID = try PasswordlessStartBody.text("client_id", in: body) ?? ""
        guard !clientID.isEmpty || body["client_assertion"] != nil else {
            throw OAuthError(.badRequest, "bad.client_id", "Missing required property: client_id")
        }
        guard let connection = try PasswordlessStartBody.text("connection", in: body), !connection.isEmpty else {
            throw .badConnection("Missing required property: connection")
        }
        self.connection = connection
        parameters = try PasswordlessStartBody.authParams(body["authParams"])
        try PasswordlessStartBody.checkSend(body["send"])
        if let number = try PasswordlessStartBody.text("phone_number", in: body) {
            phone = PhoneNumber(number)
            phoneProblem = OAuthError(
                .badRequest, "bad.phone_number", "String does not match pattern: ^\\+[0-9]{1,15}$")
        } else {
            phone = nil
            phoneProblem = OAuthError(.badRequest, "bad.phone_number", "Missing required property: phone_number")
        }
        credentialParameters = body.filter { name, _ in name.hasPrefix("client_") }
    }

    private static func text(_ name: String, in body: JSONObject) throws(OAuthError) -> String? {
        guard let value = body[name] else { return nil }
        guard let text = value.string else {
            throw OAuthError(.badRequest, "bad.\(name)", "error in \(name) - invalid type (expected string)")
        }
        return text
    }

    /// At most 4 KiB of an object: it is kept with the event.
    private static func authParams(_ value: JSON?) throws(OAuthError) -> JSONObject {
        guard let value else { return [:] }
        guard let object = value.object else {
            let type = value.string != nil ? "string" : "value"
            throw OAuthError(
                .badRequest, "bad.authParams", "error in authParams - invalid type: \(type) (expected object)")
        }
        guard value.serialized().count <= 4_096 else {
            throw OAuthError(.badRequest, "bad.authParams", "error in authParams - larger than 4096 bytes")
        }
        return object
    }

    /// By SMS there are only codes; `link` and its kin are taken for `code`, as Auth0 does.
    private static func checkSend(_ value: JSON?) throws(OAuthError) {
        guard let value else { return }
        guard let text = value.string, ["code", "link", "link_ios", "link_android"].contains(text) else {
            throw OAuthError(.badRequest, "bad.send", "error in send - must be code or link")
        }
    }
}
