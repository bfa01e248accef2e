import Glibc
import Identity

/// The addresses of this machine's network interfaces, as the kernel has them now; empty when it does not say.
package func localInterfaceAddresses() -> [IPAddress] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    return sequence(first: first, next: { $0?.pointee.ifa_next })
        .prefix { $0 != nil }
        .compactMap { $0?.pointee.ifa_addr.flatMap(address(of:)) }
}

private func address(of socketAddress: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
    let raw = UnsafeRawPointer(socketAddress)
    switch Int32(socketAddress.pointee.sa_family) {
    case AF_INET:
        let address = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
        return withUnsafeBytes(of: address) { IPAddress(bytes: $0) }
    case AF_INET6:
        let address = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
        return withUnsafeBytes(of: address) { IPAddress(bytes: $0) }
    default:
        return nil
    }
}
