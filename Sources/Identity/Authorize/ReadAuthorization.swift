/// Reads and checks the parameters of `/authorize`. First whom it concerns and where the answer goes, then everything else: before
/// that is sure, nothing is sent anywhere (RFC 9700 section 4.11).
package struct ReadAuthorization: Sendable {
    private let configuration: ConfigurationCache

    package init(configuration: ConfigurationCache) { self.configuration = configuration }

    /// How long a parameter may be, in characters; the others are ignored, as RFC 6749 section 3.1 wants.
    private static let limits: [String: Int] = [
        "client_id": 255, "redirect_uri": 2_000, "response_type": 64, "response_mode": 32, "state": 2_048,
        "nonce": 1_024, "scope": 2_048, "audience": 600, "resource": 600, "code_challenge": 128,
        "code_challenge_method": 16, "dpop_jkt": 43, "prompt": 64, "max_age": 12, "login_hint": 320, "ui_locales": 256,
        "screen_hint": 64, "connection": 128, "login_ticket": 4_096,
    ]

    package func read(_ parameters: JSONObject) async throws(AuthorizationProblem) -> AuthorizationRequest {
        let given = Given(parameters)
        let (client, destination): (Client, RedirectURI)
        do throws(AuthorizationError) { (client, destination) = try await whom(given) } catch { throw .page(error) }
        let state = try? given.text("state", limit: 2_048)
        let type = given.raw("response_type").flatMap(ResponseType.init)
        let asked = given.raw("response_mode").flatMap(ResponseMode.init)
        let mode = ReadAuthorization.mode(asked, for: type, redirectURI: destination)
        if mode == .webMessage, !ReadAuthorization.mayBeMessaged(destination, by: client) {
            throw .page(
                .invalidRequest(
                    "response_mode web_message needs a redirect_uri whose origin is in web_origins of the client"))
        }
        do throws(AuthorizationError) {
            return try await request(given, client: client, redirectURI: destination, mode: mode)
        } catch {
            throw .answer(
                error,
                AuthorizationAnswer.Destination(
                    clientID: client.id, redirectURI: destination, mode: mode, state: state))
        }
    }

    /// The way of the answer, also of an error about the very parameters that name it. Tokens never go into a query.
    private static func mode(
        _ asked: ResponseMode?, for type: ResponseType?, redirectURI: RedirectURI
    ) -> ResponseMode {
        let usual = type.map(ResponseMode.usual) ?? .query
        // A form can be sent to a web address only, not to an application of its own scheme.
        guard let asked, asked != .formPost || redirectURI.webOrigin != nil else { return usual }
        return asked == .query && usual == .fragment ? .fragment : asked
    }

    /// Whether the pages of the redirect URI's origin may get the answer as a message.
    private static func mayBeMessaged(_ redirectURI: RedirectURI, by client: Client) -> Bool {
        guard let origin = redirectURI.webOrigin else { return false }
        return client.webOrigins.contains { WebOrigin.of($0) == origin }
    }

    private func whom(_ given: Given) async throws(AuthorizationError) -> (Client, RedirectURI) {
        let id = try given.required("client_id", limit: 255)
        let client: Client?
        do { client = try await configuration.find { $0.client(id) } } catch {
            throw AuthorizationError("temporarily_unavailable", "The server is busy. Try again in a moment.")
        }
        guard let client else { throw AuthorizationError("unauthorized_client", "Unknown client: \(id)") }
        let text = try given.required("redirect_uri", limit: 2_000)
        guard let redirectURI = RedirectURI(text) else {
            throw .invalidRequest("redirect_uri is not an absolute URI without a fragment")
        }
        let isNative = client.applicationType == "native"
        if !redirectURI.isRegistered(among: client.callbacks, isNative: isNative) {
            try? await configuration.refreshBeforeRefusing()
            let callbacks = configuration.current.client(id)?.callbacks ?? []
            guard redirectURI.isRegistered(among: callbacks, isNative: isNative) else {
                throw .invalidRequest(
                    "Callback URL mismatch. \(text) is not in the list of allowed callback URLs (callbacks) of the client. "
                        + "It must stand there exactly as it was sent.")
            }
        }
        guard !redirectURI.isUnprotected else {
            throw .invalidRequest(
                "redirect_uri is plain http to another machine, where the answer could be read on its way: use https")
        }
        return (client, redirectURI)
    }

    private func request(
        _ given: Given, client: Client, redirectURI: RedirectURI, mode: ResponseMode
    ) async throws(AuthorizationError) -> AuthorizationRequest {
        try ReadAuthorization.refuseUnknownExtensions(given)
        for (name, limit) in ReadAuthorization.limits { _ = try given.text(name, limit: limit) }
        let type = try responseType(given, client)
        if let text = given.raw("response_mode") {
            guard let asked = ResponseMode(rawValue: text) else {
                throw AuthorizationError("unsupported_response_mode", "Unsupported response mode: \(text)")
            }
            guard asked != .query || !type.isFrontChannel else {
                throw .invalidRequest("response_mode query is not allowed for tokens: use fragment or form_post")
            }
        }
        let scope = try scope(given)
        let nonce = given.raw("nonce")
        if type.contains(.idToken), nonce == nil {
            throw .invalidRequest("Missing required parameter: nonce")
        }
        let audience =
            given.raw("audience")
            ?? (configuration.current.settings.resourceNamesAudience ? given.raw("resource") : nil)
            ?? configuration.current.settings.defaultAudience
        return AuthorizationRequest(
            clientID: client.id, redirectURI: redirectURI, responseType: type, responseMode: mode,
            state: given.raw("state"), nonce: nonce, scope: scope, audience: audience,
            challenge: try challenge(given, client, type), keyThumbprint: try keyThumbprint(given),
            prompt: try prompt(given), maxAge: try maxAge(given), loginHint: given.raw("login_hint"),
            languages: given.raw("ui_locales"), connection: given.raw("connection"))
    }

    private func responseType(_ given: Given, _ client: Client) throws(AuthorizationError) -> ResponseType {
        let text = try given.required("response_type", limit: 64)
        guard let type = ResponseType(text) else {
            throw AuthorizationError("unsupported_response_type", "Unsupported response type: \(text)")
        }
        if type.contains(.code), !client.grantTypes.contains("authorization_code") {
            throw AuthorizationError(
                "unauthorized_client", "Grant type 'authorization_code' not allowed for the client.")
        }
        if type.isFrontChannel, !client.grantTypes.contains("implicit") {
            throw AuthorizationError("unauthorized_client", "Grant type 'implicit' not allowed for the client.")
        }
        if type.contains(.token), client.requiresProofOfPossession || given.raw("dpop_jkt") != nil {
            // It would be bound to no key (RFC 9449 section 5).
            throw AuthorizationError(
                "unauthorized_client",
                "An access token that goes through the browser cannot be bound to a key: use response_type code.")
        }
        return type
    }

    /// The challenge: S256 alone, and never missing where the client has no secret (RFC 9700 section 2.1.1).
    private func challenge(
        _ given: Given, _ client: Client, _ type: ResponseType
    ) throws(AuthorizationError) -> String? {
        let method = given.raw("code_challenge_method")
        guard let challenge = given.raw("code_challenge") else {
            guard method == nil else { throw .invalidRequest("code_challenge_method came without code_challenge") }
            guard !client.isPublic || !type.contains(.code) else {
                throw .invalidRequest(
                    "code_challenge is required: a client without a secret must use PKCE with the method S256")
            }
            return nil
        }
        guard method == "S256" else {
            throw .invalidRequest("code_challenge_method must be S256; \(method ?? "plain") is not offered")
        }
        guard PKCE.isChallenge(challenge) else {
            throw .invalidRequest("code_challenge must be a SHA-256 in base64url: 43 characters")
        }
        return challenge
    }

    private func scope(_ given: Given) throws(AuthorizationError) -> Scope {
        guard let text = given.raw("scope") else { return .none }
        guard let scope = Scope(parsing: text) else {
            throw AuthorizationError("invalid_scope", "The scope holds characters that are not allowed")
        }
        return scope
    }

    private func keyThumbprint(_ given: Given) throws(AuthorizationError) -> String? {
        guard let text = given.raw("dpop_jkt") else { return nil }
        guard PKCE.isChallenge(text) else { throw .invalidRequest("dpop_jkt must be a SHA-256 in base64url") }
        return text
    }

    private func prompt(_ given: Given) throws(AuthorizationError) -> Set<Prompt> {
        var prompts: Set<Prompt> = []
        for word in Scope.words(given.raw("prompt") ?? "") {
            // `create` and others of Auth0's are about sign-up screens; here signing up and logging in are one.
            guard let prompt = Prompt(rawValue: word) else {
                if word == "create" || word == "signup" { continue }
                throw .invalidRequest("prompt must be none, login, consent or select_account")
            }
            prompts.insert(prompt)
        }
        guard !prompts.contains(.none) || prompts.count == 1 else {
            throw .invalidRequest("prompt none cannot stand with another")
        }
        return prompts
    }

    private func maxAge(_ given: Given) throws(AuthorizationError) -> Int? {
        guard let text = given.raw("max_age") else { return nil }
        guard let seconds = Int(text), seconds >= 0 else {
            throw .invalidRequest("max_age must be a number of seconds")
        }
        return seconds
    }

    /// Parameters that would change what is asked, and are not understood here: ignoring them would answer another question.
    private static func refuseUnknownExtensions(_ given: Given) throws(AuthorizationError) {
        if given.raw("request") != nil {
            throw AuthorizationError("request_not_supported", "Request objects are not offered by this server")
        }
        if given.raw("request_uri") != nil {
            throw AuthorizationError("request_uri_not_supported", "Pushed requests are not offered by this server")
        }
        for name in ["organization", "invitation"] where given.raw(name) != nil {
            throw .invalidRequest("\(name) is not offered by this server: there are no organizations")
        }
    }
}

/// The parameters as texts; empty ones count as absent (RFC 6749 section 3.1).
private struct Given {
    private let parameters: JSONObject
    init(_ parameters: JSONObject) { self.parameters = parameters }

    func raw(_ name: String) -> String? { parameters[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    func text(_ name: String, limit: Int) throws(AuthorizationError) -> String? {
        guard let value = parameters[name] else { return nil }
        guard let text = value.string else { throw .invalidRequest("\(name) must be a string") }
        guard text.utf8.count <= limit || text.unicodeScalars.count <= limit else {
            throw .invalidRequest("\(name) is longer than \(limit) characters")
        }
        return text.isEmpty ? nil : text
    }

    func required(_ name: String, limit: Int) throws(AuthorizationError) -> String {
        guard let text = try text(name, limit: limit) else {
            throw .invalidRequest("Missing required parameter: \(name)")
        }
        return text
    }
}
