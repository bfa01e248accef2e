import Identity

/// Turns the name of a server into its addresses. What it answers is believed only as far as the egress policy goes.
package protocol Resolver: Sendable {
    /// All addresses of the name, the preferred first. May take its time: the caller has a deadline of its own.
    func addresses(of name: String) async throws(ResolverFailure) -> [IPAddress]
}

/// Why a name has no addresses. The code is the one that Node has for it: `ENOTFOUND`, `EAI_AGAIN`, …
package struct ResolverFailure: Error, Sendable, Equatable {
    package let code: String

    package init(code: String) { self.code = code }
}
