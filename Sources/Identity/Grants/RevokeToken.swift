/// `/oauth/revoke` (RFC 7009, contract section 5.7): ends a refresh token's family and the access tokens of its login. Where the
/// tenant wants it, the grant goes too: all that the user gave the client for the same API.
package struct RevokeToken: Sendable {
    private let store: any Store
    private let configuration: ConfigurationCache
    private let vault: Vault
    private let clock: any WallClock
    private let random: any RandomSource

    package init(
        store: any Store, configuration: ConfigurationCache, vault: Vault, clock: any WallClock,
        random: any RandomSource
    ) {
        self.store = store
        self.configuration = configuration
        self.vault = vault
        self.clock = clock
        self.random = random
    }

    /// Revokes a token of this client. A text that is no refresh token of its own is nothing to revoke, which is no error.
    package func revoke(_ text: String, client: Client, caller: Caller) async throws(StoreError) {
        guard let token = RefreshTokenText(text, vault: vault) else { return }
        let now = clock.now()
        let event = Event(.refreshTokenRevoked, id: Event.newID(at: now, random), at: now)
            .called(by: client, from: caller)
        let takesGrant = configuration.current.settings.revokesRefreshTokenGrant
        try await store.write { tx throws(StoreError) in
            guard let record = try tx.refreshToken(id: token.id), record.clientID == client.id else { return }
            for token in takesGrant ? try RevokeToken.grant(of: record, in: tx) : [record] {
                _ = try tx.deleteRefreshToken(id: token.id)
                _ = try tx.spend(.grant, id: token.id, until: now + RefreshToken.longestAccess)
            }
            if takesGrant {
                try tx.deleteConsent(
                    userID: record.userID, clientID: record.clientID, audience: record.audience ?? "")
            }
            var event = event
            event.userID = record.userID
            try tx.append(event)
        }
    }

    /// The refresh tokens of the same user, client and API. There are never more than a transaction can hold.
    private static func grant(
        of record: RefreshToken, in tx: any StoreTransaction
    ) throws(StoreError) -> [RefreshToken] {
        let filter = RefreshTokenFilter(userID: record.userID, clientID: record.clientID)
        return try tx.refreshTokens(filter, after: nil, limit: RevokeAccess.slice)
            .filter { $0.audience == record.audience }
    }
}
