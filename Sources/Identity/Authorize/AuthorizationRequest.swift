/// A checked request to `/authorize` (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1, contract section 5.1).
package struct AuthorizationRequest: Sendable, Equatable {
    package let clientID: String
    package let redirectURI: RedirectURI
    package let responseType: ResponseType
    package let responseMode: ResponseMode
    /// Handed back untouched.
    package let state: String?
    package let nonce: String?
    package let scope: Scope
    package let audience: String?
    /// The S256 challenge.
    package let challenge: String?
    /// `dpop_jkt` (RFC 9449 section 10).
    package let keyThumbprint: String?
    package let prompt: Set<Prompt>
    /// Seconds since the login after which the person is asked again.
    package let maxAge: Int?
    package let loginHint: String?
    package let languages: String?
    /// The connection that the request names; an existing session then does not count.
    package let connection: String?

    package init(
        clientID: String, redirectURI: RedirectURI, responseType: ResponseType, responseMode: ResponseMode,
        state: String?, nonce: String?, scope: Scope, audience: String?, challenge: String?, keyThumbprint: String?,
        prompt: Set<Prompt>, maxAge: Int?, loginHint: String?, languages: String?, connection: String?
    ) {
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.responseType = responseType
        self.responseMode = responseMode
        self.state = state
        self.nonce = nonce
        self.scope = scope
        self.audience = audience
        self.challenge = challenge
        self.keyThumbprint = keyThumbprint
        self.prompt = prompt
        self.maxAge = maxAge
        self.loginHint = loginHint
        self.languages = languages
        self.connection = connection
    }

    /// Whether nothing may be shown.
    package var isSilent: Bool { prompt.contains(.none) }

    /// The form in which a visit to the hosted page carries it.
    var json: JSONObject {
        var object: JSONObject = [
            "c": .string(clientID), "r": .string(redirectURI.text), "t": .int(responseType.rawValue),
            "m": .string(responseMode.rawValue), "p": .strings(prompt.map(\.rawValue)), "s": .string(scope.text),
        ]
        object["x"] = state.map { .string($0) }
        object["n"] = nonce.map { .string($0) }
        object["a"] = audience.map { .string($0) }
        object["h"] = challenge.map { .string($0) }
        object["k"] = keyThumbprint.map { .string($0) }
        object["g"] = maxAge.map { .int($0) }
        object["i"] = loginHint.map { .string($0) }
        object["l"] = languages.map { .string($0) }
        object["o"] = connection.map { .string($0) }
        return object
    }

    /// Reads `json`.
    init?(_ object: JSONObject) {
        guard let clientID = object["c"]?.string, let redirectURI = object["r"]?.string.flatMap(RedirectURI.init),
            let type = object["t"]?.integer, let mode = object["m"]?.string.flatMap(ResponseMode.init),
            let prompt = object["p"]?.strings, let scope = object["s"]?.string.flatMap(Scope.init(parsing:))
        else { return nil }
        self.init(
            clientID: clientID, redirectURI: redirectURI, responseType: ResponseType(rawValue: type),
            responseMode: mode, state: object["x"]?.string, nonce: object["n"]?.string, scope: scope,
            audience: object["a"]?.string, challenge: object["h"]?.string, keyThumbprint: object["k"]?.string,
            prompt: Set(prompt.compactMap(Prompt.init)), maxAge: object["g"]?.integer,
            loginHint: object["i"]?.string, languages: object["l"]?.string, connection: object["o"]?.string)
    }
}
