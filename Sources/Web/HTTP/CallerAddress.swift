import HTTPTypes
import Hummingbird
import Identity

/// Who called: the peer, or what a trusted proxy says of it.
struct CallerAddress: Sendable {
    let proxies: TrustedProxies

    func caller(_ request: Request, peer: IPAddress) -> Caller {
        let address = proxies.clientAddress(peer: peer, forwardedFor: request.headers[values: .forwardedFor])
        return Caller(address: address, userAgent: request.headers[.userAgent])
    }
}
