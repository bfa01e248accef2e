import Identity
import SMS

extension Settings {
    /// Where gateways may be: the operator's networks and the internet, never this server's own listener. The server and the
    /// doctor judge by this one policy.
    ///
    /// - Parameter port: the port that is really listened on.
    func egressPolicy(port: Int) -> EgressPolicy {
        // Which address a name stands for is the resolver's word; our port is then refused on every address of this machine.
        let listener = IPAddress(listen.host) ?? IPAddress(v4: 0)
        return EgressPolicy(
            allow: gateway.egressAllow, ownListeners: [(address: listener, port: port)],
            localAddresses: localInterfaceAddresses())
    }
}
