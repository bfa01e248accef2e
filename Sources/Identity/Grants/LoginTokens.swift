/// Makes the tokens of a login, the same for every grant that ends in one.
package struct LoginTokens: Sendable {
    /// Whose tokens, for whom, and what is known of the login.
    package struct Login: Sendable {
        package let user: User
        package let client: Client
        package let access: GrantedAccess
        package let authenticatedAt: Timestamp
        /// The browser session; nil where there was none.
        package var sessionID: String?
        package var nonce: String?
        /// Names what comes of this login, so that all of it can be revoked together.
        package var grantID: String?
        /// The key that tokens are bound to (RFC 9449); nil makes bearer tokens.
        package var keyThumbprint: String?

        package init(user: User, client: Client, access: GrantedAccess, authenticatedAt: Timestamp) {
            self.user = user
            self.client = client
            self.access = access
            self.authenticatedAt = authenticatedAt
        }
    }

    private let tokens: TokenIssuer
    private let configuration: ConfigurationCache
    private let vault: Vault
    private let clock: any WallClock

    package init(tokens: TokenIssuer, configuration: ConfigurationCache, vault: Vault, clock: any WallClock) {
        self.tokens = tokens
        self.configuration = configuration
        self.vault = vault
        self.clock = clock
    }

    /// The answer of the token endpoint: an access token, an ID token where `openid` is granted, the refresh token's text where one
    /// was made.
    package func answer(for login: Login, refresh: RefreshToken?) async throws(TokenRefusal) -> TokenAnswer {
        let now = clock.now()
        let access = try await accessToken(for: login, lifetime: nil, at: now)
        var idToken: String?
        if login.access.scope.contains("openid") {
            idToken = try await self.idToken(for: login, accessToken: nil, code: nil, at: now)
        }
        return TokenAnswer(
            accessToken: access.token, lifetime: access.lifetime, idToken: idToken, scope: login.access.scopeToName,
            refreshToken: try refresh.map { refresh throws(TokenRefusal) in try refreshText(refresh) },
            isBoundToKey: login.keyThumbprint != nil)
    }

    /// An access token; `lifetime` overrides the API's.
    func accessToken(
        for login: Login, lifetime: Duration?, at now: Timestamp
    ) async throws(TokenRefusal) -> TokenIssuer.Issued {
        let terms = AccessTokenTerms(
            scope: login.access.scope, lifetime: lifetime, grantID: login.grantID,
            keyThumbprint: login.keyThumbprint)
        do {
            guard let api = login.access.api else {
                return try tokens.opaqueToken(for: login.user, client: login.client, terms, at: now)
            }
            return try await tokens.accessToken(
                for: login.user, client: login.client, api: api, terms, keys: configuration.current.keys, at: now)
        } catch { throw TokenRefusal(error) }
    }

    /// An ID token; with an access token or a code beside it, it carries their hashes (OpenID Connect Core section 3.3.2.11).
    func idToken(
        for login: Login, accessToken: String?, code: String?, at now: Timestamp
    ) async throws(TokenRefusal) -> String {
        var terms = IDTokenTerms(scope: login.access.scope, authenticatedAt: login.authenticatedAt)
        terms.nonce = login.nonce
        terms.sessionID = login.sessionID
        terms.accessToken = accessToken
        terms.code = code
        do {
            return try await tokens.idToken(
                for: login.user, client: login.client, terms, keys: configuration.current.keys, at: now)
        } catch { throw TokenRefusal(error) }
    }

    private func refreshText(_ refresh: RefreshToken) throws(TokenRefusal) -> String {
        do { return try RefreshTokenText(refresh).sealed(by: vault) } catch { throw TokenRefusal(error) }
    }
}

/// What a refresh token's text says to the server that made it.
struct RefreshTokenText: Equatable {
    let id: String
    let generation: Int
    /// Tells a deleted user's token, whose record went with the user, from one that was revoked.
    let userID: String

    init(_ token: RefreshToken) {
        id = token.id
        generation = token.generation
        userID = token.userID
    }

    /// Reads a text; nil for anything that this server did not seal as a refresh token.
    init?(_ text: String, vault: Vault) {
        guard let bytes = vault.readOpaque(text, for: .refreshToken), let items = try? JSON.parse(bytes).array,
            items.count == 3, let id = items[0].string, let generation = items[1].integer,
            let userID = items[2].string
        else { return nil }
        self.id = id
        self.generation = generation
        self.userID = userID
    }

    func sealed(by vault: Vault) throws(StoreError) -> String {
        try vault.makeOpaque(
            JSON.array([.string(id), .int(generation), .string(userID)]).serialized(), for: .refreshToken)
    }
}
