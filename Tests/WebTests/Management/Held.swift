import Identity
import TestSupport

/// What the sample user holds, and how many of their refresh tokens are marked as revoked.
struct Held: Sendable, Equatable {
    let sessions: Int
    let tokens: Int
    let revoked: Int
}

extension TestServer {
    /// A server with the sample user, who has so many sessions and, of the first of them, so many refresh tokens.
    static func withHolder(sessions: Int, tokens: Int) async throws -> TestServer {
        let server = try await TestServer.start()
        try await server.store.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample(id: "sms|user1"))
            for number in stride(from: 1, through: sessions, by: 1) {
                try tx.insert(
                    BrowserSession.sample(number, authenticatedAt: ManualClock.start + .milliseconds(1_000 * number)))
            }
            for number in stride(from: 1, through: tokens, by: 1) {
                // One client holds 200 at most.
                let client = number <= 200 ? "client" : "client\(number / 200)"
                try tx.insert(
                    RefreshToken.sample(
                        number, clientID: client, createdAt: ManualClock.start + .milliseconds(1_000 * number)))
            }
        }
        return server
    }

    func give(_ token: RefreshToken) async throws {
        try await store.write { tx throws(StoreError) in try tx.insert(token) }
    }

    /// Counts what the sample user holds; tokens are known by their numbers.
    func held() async throws -> Held {
        try await store.read { tx throws(StoreError) in
            var revoked = 0
            for number in 1...1_100 where try tx.isSpent(.grant, id: "token\(number)") { revoked += 1 }
            return Held(
                sessions: try tx.sessions(userID: "sms|user1", after: nil, limit: 2_000).count,
                tokens: try tx.refreshTokens(RefreshTokenFilter(userID: "sms|user1"), after: nil, limit: 2_000).count,
                revoked: revoked)
        }
    }
}
