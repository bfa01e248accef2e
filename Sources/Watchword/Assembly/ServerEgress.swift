import Identity
import SMS

extension Settings {
    /// Where gateways may be: the operator's networks and the internet, never this server's own listeners. The server and the
    /// doctor judge by this one policy.
    ///
    /// - Parameter ports: those that are really listened on: the public one, and that of the operations listener.
    func egressPolicy(ports: [Int]) -> EgressPolicy {
        // Which address a name stands for is the resolver's word; our port is then refused on every address of this machine.
        let listeners = zip([listen.host, operations.host], ports).map { host, port in
            (address: IPAddress(host) ?? IPAddress(v4: 0), port: port)
        }
        return EgressPolicy(
            allow: gateway.egressAllow, ownListeners: listeners,
            localAddresses: localInterfaceAddresses())
    }
}
