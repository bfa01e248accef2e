import Identity

/// What the policy says about one destination.
package enum EgressVerdict: Sendable, Hashable {
    case allowed
    /// The reason is a whole sentence; it names the block and its source, never the address.
    case refused(reason: String)
}

/// Where requests may go whose URL came in over the Management API.
///
/// Whoever may edit a connection chooses that URL. Without a policy the server would fetch, from inside the operator's
/// network, whatever it is pointed at: the metadata service of the cloud, a database, itself.
///
/// The policy judges addresses, not names. The caller resolves the name, asks about every address it got, and connects
/// to an address it asked about, so that a second answer of the name server changes nothing.
///
/// One case cannot be seen from here: a NAT64 prefix of the operator's own (RFC 6052 section 3.1) looks like any other
/// IPv6 address. Such a translator has to refuse private destinations itself.
package struct EgressPolicy: Sendable {
    private let allow: [IPNetwork]
    private let ownListeners: [(address: IPAddress, port: Int)]
    private let localAddresses: Set<IPAddress>

    /// A policy for one server, from its settings and its place in the network.
    /// - Parameters:
    ///   - allow: blocks that are allowed although they are not globally reachable, for a gateway in the same network.
    ///   - ownListeners: where this server itself listens. Refused always: an allowed 127.0.0.0/8 must not let a
    ///     gateway URL point back at the server. A listener on `0.0.0.0` or `::` stands for every loopback address and
    ///     for `localAddresses`.
    ///   - localAddresses: the addresses of this machine's interfaces.
    package init(
        allow: [IPNetwork], ownListeners: [(address: IPAddress, port: Int)], localAddresses: [IPAddress] = []
    ) {
        self.allow = allow
        self.ownListeners = ownListeners.map { ($0.address.unmapped, $0.port) }
        self.localAddresses = Set(localAddresses.map(\.unmapped))
    }

    /// Whether a connection to the address and port may be opened.
    ///
    /// Allowed is what is in one of the `allow` blocks, or globally reachable by the IANA special-purpose registries.
    package func verdict(on address: IPAddress, port: Int) -> EgressVerdict {
        let destinations = [address, address.translatedIPv4].compactMap(\.self)
        if destinations.contains(where: { isOwn($0, port: port) }) {
            return .refused(reason: "The address and port are this server's own.")
        }
        if allow.contains(where: { destinations.contains(where: $0.contains) }) {
            return .allowed
        }
        guard let reason = address.reasonNotGlobal else { return .allowed }
        return .refused(reason: reason)
    }

    private func isOwn(_ destination: IPAddress, port: Int) -> Bool {
        ownListeners.contains { listener in
            guard listener.port == port else { return false }
            // The kernel takes a connection to the unspecified address as one to loopback.
            if destination == listener.address || destination.isUnspecified { return true }
            return listener.address.isUnspecified
                && (destination.isLoopback || localAddresses.contains(destination))
        }
    }
}

extension IPAddress {
    fileprivate var isUnspecified: Bool { value == 0 }

    fileprivate var isLoopback: Bool {
        switch family {
        case .v4: value >> 24 == 127
        case .v6: value == 1
        }
    }
}
