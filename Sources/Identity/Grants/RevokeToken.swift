/// `/oauth/revoke` (RFC 7009, contract section 5.7): ends a refresh token's family and the access tokens of its login.
package struct RevokeToken: Sendable {
    private let store: any Store
    private let vault: Vault
    private let clock: any WallClock
    private let random: any RandomSource

    package init(store: any Store, vault: Vault, clock: any WallClock, random: any RandomSource) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.random = random
    }

    /// Revokes a token of this client. A text that is no refresh token of its own is nothing to revoke, which is no error.
    package func revoke(_ text: String, client: Client, caller: Caller) async throws(StoreError) {
        guard let token = RefreshTokenText(text, vault: vault) else { return }
        let now = clock.now()
        var event = Event(.refreshTokenRevoked, id: Event.newID(at: now, random), at: now)
        event.clientID = client.id
        event.clientName = client.name
        event.ip = caller.address.description
        event.userAgent = caller.userAgent
        try await store.write { [event] tx throws(StoreError) in
            guard let record = try tx.refreshToken(id: token.id), record.clientID == client.id else { return }
            _ = try tx.deleteRefreshToken(id: record.id)
            _ = try tx.spend(.grant, id: record.id, until: now + RefreshToken.longestAccess)
            var event = event
            event.userID = record.userID
            try tx.append(event)
        }
    }
}
