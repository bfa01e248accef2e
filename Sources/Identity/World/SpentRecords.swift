/// What may be used once, or no more.
package enum SpentKind: String, Sendable, CaseIterable {
    /// The `jti` of a client's assertion (RFC 7523 section 3).
    case clientAssertion = "client_assertion"
    /// A DPoP proof (RFC 9449 section 11.1).
    case dpopProof = "dpop_proof"
    /// A login ticket of `/co/authenticate`.
    case loginTicket = "login_ticket"
    /// The access tokens of one login, named by its grant id.
    case grant = "grant"
}

/// Marks of what was used up or revoked, each kept until the thing itself has expired.
package protocol SpentRecords {
    /// Marks it; false where it was marked before.
    func spend(_ kind: SpentKind, id: String, until time: Timestamp) throws(StoreError) -> Bool
    func isSpent(_ kind: SpentKind, id: String) throws(StoreError) -> Bool
}
