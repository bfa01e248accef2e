import Crypto

/// What an authorization code stands for (RFC 6749 section 4.1.2). The code itself is random text whose hash is stored.
///
/// A used one stays for a while: who brings it a second time shows that it was stolen, and what the first use gave is revoked.
package struct AuthorizationCode: Sendable, Equatable {
    /// SHA-256 of the code.
    package let hash: [UInt8]
    /// Names the refresh token and the access tokens that come of it.
    package let grantID: String
    package let clientID: String
    package let userID: String
    package let sessionID: String?
    /// The redirect URI of the request, which the exchange must repeat.
    package let redirectURI: String
    /// The S256 challenge (RFC 7636); nil where the request had none.
    package let challenge: String?
    package let nonce: String?
    package let audience: String?
    /// What was asked for, and what of it is granted.
    package let askedScope: Scope
    package let scope: Scope
    package let authenticatedAt: Timestamp
    /// The thumbprint of `dpop_jkt` (RFC 9449 section 10); nil where the request had none.
    package let keyThumbprint: String?
    package let expiresAt: Timestamp
    package var isUsed: Bool

    package init(
        hash: [UInt8], grantID: String, clientID: String, userID: String, sessionID: String?, redirectURI: String,
        challenge: String?, nonce: String?, audience: String?, askedScope: Scope, scope: Scope,
        authenticatedAt: Timestamp, keyThumbprint: String?, expiresAt: Timestamp, isUsed: Bool = false
    ) {
        self.hash = hash
        self.grantID = grantID
        self.clientID = clientID
        self.userID = userID
        self.sessionID = sessionID
        self.redirectURI = redirectURI
        self.challenge = challenge
        self.nonce = nonce
        self.audience = audience
        self.askedScope = askedScope
        self.scope = scope
        self.authenticatedAt = authenticatedAt
        self.keyThumbprint = keyThumbprint
        self.expiresAt = expiresAt
        self.isUsed = isUsed
    }

    /// A redirect and one call: a minute would do, and slow phones get two. RFC 6749 allows ten.
    package static let lifetime = Duration.seconds(120)
    /// How long an expired one is remembered, to notice who brings a used one again.
    package static let memory = Duration.seconds(600)

    /// Whether it is this very client's, not that of a deleted one of the same id.
    func belongs(to client: Client) -> Bool {
        clientID == client.id && expiresAt >= client.createdAt + AuthorizationCode.lifetime
    }

    package static func newText(_ random: some RandomSource) -> String { random.alphanumerics(43) }
    package static func hash(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

/// Authorization codes.
package protocol AuthorizationCodeRecords {
    func authorizationCode(hash: [UInt8]) throws(StoreError) -> AuthorizationCode?
    func insert(_ code: AuthorizationCode) throws(StoreError)
    /// Writes down that the code was used.
    func markUsed(_ code: AuthorizationCode) throws(StoreError)
}
