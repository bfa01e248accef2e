/// What grants are made of.
package struct GrantIngredients: Sendable {
    package let store: any Store
    package let configuration: ConfigurationCache
    package let verify: VerifyLoginCode
    package let tokens: TokenIssuer
    package let access: DecideAccess
    package let login: LoginTokens
    package let vault: Vault
    package let clock: any WallClock
    package let random: any RandomSource
    /// Keeps the events of refusals within bounds.
    package let refusals = AddressRateLimit.forRefusals()

    package init(
        store: any Store, configuration: ConfigurationCache, verify: VerifyLoginCode, tokens: TokenIssuer,
        issuer: Issuer, vault: Vault, clock: any WallClock, random: any RandomSource
    ) {
        self.store = store
        self.configuration = configuration
        self.verify = verify
        self.tokens = tokens
        self.access = DecideAccess(configuration: configuration, issuer: issuer)
        self.login = LoginTokens(tokens: tokens, configuration: configuration, vault: vault, clock: clock)
        self.vault = vault
        self.clock = clock
        self.random = random
    }

    /// An event of an exchange, ready to be written.
    func event(
        _ type: Event.Kind, _ description: String, _ request: TokenRequest, _ client: Client, userID: String? = nil,
        audience: String? = nil, scope: Scope? = nil
    ) -> Event {
        let now = clock.now()
        var event = Event(type, id: Event.newID(at: now, random), at: now, description: description)
            .called(by: client, from: request.caller)
        event.userID = userID
        event.audience = audience
        event.scope = scope?.text
        return event
    }

    /// Writes an exchange down that was refused, as long as its address has not caused too many of them.
    func note(_ refusal: TokenRefusal, as type: Event.Kind, _ request: TokenRequest, _ client: Client) {
        let event = event(type, refusal.exchangeText, request, client)
        guard refusals.hasRoom(for: request.caller.address, at: event.at) else { return }
        store.enqueue { tx throws(StoreError) in try tx.append(event) }
    }
}

/// The grants that the token endpoint offers; discovery reads this list.
package enum Grants {
    package static func all(_ with: GrantIngredients) -> [any Grant] {
        [
            AuthorizationCodeGrant(with), RefreshTokenGrant(with), PasswordlessGrant(with),
            ClientCredentialsGrant(with),
        ]
    }
}
