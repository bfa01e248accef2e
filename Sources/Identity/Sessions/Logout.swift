/// Ends browser sessions and decides where the browser goes then (contract section 5.6, OpenID Connect RP-Initiated Logout 1.0).
package struct Logout: Sendable {
    let store: any Store
    private let configuration: ConfigurationCache
    private let issuer: Issuer
    private let clock: any WallClock
    private let random: any RandomSource

    package init(
        store: any Store, configuration: ConfigurationCache, issuer: Issuer, clock: any WallClock,
        random: any RandomSource
    ) {
        self.store = store
        self.configuration = configuration
        self.issuer = issuer
        self.clock = clock
        self.random = random
    }

    /// Where the browser goes: to a registered address, or nowhere but a page that says that it is done.
    package enum Target: Sendable, Equatable {
        case address(String)
        case page
    }

    /// Why a logout is refused, before anything was ended.
    package struct Problem: Error, Sendable {
        package let error: AuthorizationError
    }

    // MARK: /v2/logout

    /// Checks `returnTo` against the client's allowed logout URLs, or the tenant's where no client is named. Query and fragment do not
    /// matter, a `*` stands for one label of the host; without `returnTo` the client's first one counts.
    package func target(returnTo: String?, clientID: String?) async throws(Problem) -> Target {
        let allowed: [String]
        if let clientID {
            let client: Client?
            do { client = try await configuration.find { $0.client(clientID) } } catch {
                throw Problem(error: AuthorizationError("temporarily_unavailable", "The server is busy."))
            }
            guard let client else {
                throw Problem(error: .invalidRequest("Unknown client: \(clientID)"))
            }
            allowed = client.allowedLogoutURLs
        } else {
            allowed = configuration.current.settings.allowedLogoutURLs
        }
        guard let returnTo else { return allowed.first(where: LogoutAddress.isWhole).map { .address($0) } ?? .page }
        guard LogoutAddress.isURI(returnTo),
            allowed.contains(where: { LogoutAddress.matches(returnTo, $0, ignoresQuery: true) })
        else {
            throw Problem(
                error: .invalidRequest(
                    "The \"returnTo\" querystring parameter \"\(returnTo)\" is not defined as a valid URL in "
                        + "\"Allowed Logout URLs\""))
        }
        return .address(returnTo)
    }

    // MARK: /oidc/logout

    /// A checked request to `/oidc/logout`.
    package struct Request: Sendable {
        package let target: Target
        /// The session that the hint names; nil where there is no hint, so that the person is asked first.
        package let sessionID: String?
        package let clientID: String?
    }

    /// Checks hints and `post_logout_redirect_uri`. An ID token is a good hint also after it has expired: it says which session is
    /// meant, no more (RP-Initiated Logout section 2).
    package func read(
        idToken: String?, logoutHint: String?, redirectURI: String?, clientID: String?, state: String?
    ) async throws(Problem) -> Request {
        var sessionID = logoutHint
        var hintedClient = clientID
        if let idToken {
            guard let claims = await claims(of: idToken, clientID: clientID) else {
                throw Problem(error: .invalidRequest("id_token_hint is not an ID token of this server"))
            }
            guard let audience = claims["aud"]?.string, clientID == nil || clientID == audience else {
                throw Problem(error: .invalidRequest("client_id is not the client of id_token_hint"))
            }
            hintedClient = audience
            if let sid = claims["sid"]?.string {
                guard logoutHint == nil || logoutHint == sid else {
                    throw Problem(error: .invalidRequest("logout_hint is not the session of id_token_hint"))
                }
                sessionID = sid
            }
        }
        // As long as one of `/authorize` may be.
        guard (state?.unicodeScalars.count ?? 0) <= 2_048 else {
            throw Problem(error: .invalidRequest("state is longer than 2048 characters"))
        }
        let target = try target(of: redirectURI, clientID: hintedClient, state: state)
        return Request(target: target, sessionID: sessionID, clientID: hintedClient)
    }

    private func target(of redirectURI: String?, clientID: String?, state: String?) throws(Problem) -> Target {
        guard let redirectURI else { return .page }
        let allowed =
            clientID.flatMap { configuration.current.client($0)?.allowedLogoutURLs }
            ?? configuration.current.settings.allowedLogoutURLs
        guard let uri = RedirectURI(redirectURI),
            allowed.contains(where: { LogoutAddress.matches(redirectURI, $0, ignoresQuery: false) })
        else {
            throw Problem(
                error: .invalidRequest(
                    "The post_logout_redirect_uri \"\(redirectURI)\" is not in the list of allowed logout URLs"))
        }
        return .address(state.map { uri.adding([("state", $0)], asFragment: false) } ?? redirectURI)
    }

    private func claims(of idToken: String, clientID: String?) async -> JSONObject? {
        guard idToken.utf8.count <= 16_384, let parsed = JWS.Parsed(idToken),
            parsed.claims["iss"]?.string == issuer.url
        else { return nil }
        if parsed.kid != nil {
            guard parsed.isSigned(by: configuration.current.keys) else { return nil }
        } else {
            guard let id = parsed.claims["aud"]?.string, let client = configuration.current.client(id),
                parsed.isAuthentic(secret: client.secret)
            else { return nil }
        }
        return parsed.claims
    }

    // MARK: The end

    /// Ends the browser's session, if it has one.
    package func end(cookie: String?, clientID: String?, caller: Caller) async throws(StoreError) {
        guard let cookie else { return }
        let now = clock.now()
        var event = Event(
            .logout, id: Event.newID(at: now, random), at: now, description: "User successfully logged out")
        event.clientID = clientID
        event.ip = caller.address.description
        event.userAgent = caller.userAgent
        try await store.write { [event] tx throws(StoreError) in
            guard let session = try tx.session(cookieHash: AuthorizationCode.hash(of: cookie)) else { return }
            _ = try tx.deleteSession(id: session.id)
            var event = event
            event.userID = session.userID
            try tx.append(event)
        }
    }
}

/// How a logout's address is compared with those that are allowed: character by character, but for what is said.
enum LogoutAddress {
    /// Whether the address is the allowed one. A `*` as the first label of the allowed host stands for exactly one label.
    static func matches(_ address: String, _ allowed: String, ignoresQuery: Bool) -> Bool {
        let given = ignoresQuery ? withoutQuery(address) : address
        let wanted = ignoresQuery ? withoutQuery(allowed) : allowed
        if given == wanted { return true }
        guard let star = wanted.utf8.firstIndex(of: UInt8(ascii: "*")), wanted[..<star].hasSuffix("://") else {
            return false
        }
        let (prefix, suffix) = (wanted[..<star], wanted[wanted.utf8.index(after: star)...])
        guard suffix.hasPrefix("."), given.hasPrefix(prefix), given.hasSuffix(suffix),
            given.utf8.count > prefix.utf8.count + suffix.utf8.count
        else { return false }
        let label = given.dropFirst(prefix.count).dropLast(suffix.count)
        return label.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
    }

    /// Whether it is an absolute URI, its fragment too: it becomes a header's value.
    static func isURI(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ RedirectURI(String(Substring($0))) }) else { return false }
        // A fragment may hold what a path may (RFC 3986 section 3.5).
        return parts.count == 1 || RedirectURI(address.text + "/" + Substring(parts[1])) != nil
    }

    /// Whether an allowed address can be gone to as it stands: there is no `*` in it.
    static func isWhole(_ allowed: String) -> Bool { !allowed.utf8.contains(UInt8(ascii: "*")) && isURI(allowed) }

    private static func withoutQuery(_ text: String) -> String { String(text.prefix { $0 != "#" && $0 != "?" }) }
}
