/// What grants are made of.
package struct GrantIngredients: Sendable {
    package let store: any Store
    package let configuration: ConfigurationCache
    package let verify: VerifyLoginCode
    package let tokens: TokenIssuer
    package let clock: any WallClock
    package let random: any RandomSource

    package init(
        store: any Store, configuration: ConfigurationCache, verify: VerifyLoginCode, tokens: TokenIssuer,
        clock: any WallClock, random: any RandomSource
    ) {
        self.store = store
        self.configuration = configuration
        self.verify = verify
        self.tokens = tokens
        self.clock = clock
        self.random = random
    }
}

/// The grants that the token endpoint offers; discovery reads this list.
package enum Grants {
    package static func all(_ with: GrantIngredients) -> [any Grant] {
        [
            PasswordlessGrant(
                verify: with.verify, tokens: with.tokens, configuration: with.configuration, clock: with.clock),
            ClientCredentialsGrant(
                tokens: with.tokens, configuration: with.configuration, store: with.store, clock: with.clock,
                random: with.random),
        ]
    }
}
