import Foundation
import Glibc
import Identity
import Synchronization

/// The machine's resolver: `/etc/hosts`, DNS and whatever else getaddrinfo(3) is set up to ask.
///
/// The call blocks for as long as a name server likes, so it has threads of its own. A name whose server hangs holds one
/// of them and leaves the rest to the others.
package final class SystemResolver: Resolver {
    private struct Job {
        let name: String
        let continuation: CheckedContinuation<Result<[IPAddress], ResolverFailure>, Never>
    }

    private struct State {
        var threads = 0
        var waiting: [Job] = []
    }

    private let threadLimit: Int
    private let waitingLimit: Int
    private let lookUp: @Sendable (String) throws(ResolverFailure) -> [IPAddress]
    private let state = Mutex(State())

    /// - Parameters:
    ///   - threadLimit: how many names are looked up at once.
    ///   - waitingLimit: how many more may wait; beyond that `EAI_AGAIN` at once.
    ///   - lookUp: the call that blocks.
    package init(
        threadLimit: Int = 16, waitingLimit: Int = 64,
        lookUp: @escaping @Sendable (_ name: String) throws(ResolverFailure) -> [IPAddress] = SystemResolver.ask
    ) {
        self.threadLimit = threadLimit
        self.waitingLimit = waitingLimit
        self.lookUp = lookUp
    }

    package func addresses(of name: String) async throws(ResolverFailure) -> [IPAddress] {
        let answer = await withCheckedContinuation { continuation in
            begin(Job(name: name, continuation: continuation))
        }
        return try answer.get()
    }

    private enum Admission { case newThread, queued, refused }

    private func begin(_ job: Job) {
        let admission = state.withLock { state -> Admission in
            if state.threads < threadLimit {
                state.threads += 1
                return .newThread
            }
            guard state.waiting.count < waitingLimit else { return .refused }
            state.waiting.append(job)
            return .queued
        }
        switch admission {
        case .newThread: Thread.detachNewThread { self.work(job) }
        case .queued: break
        case .refused: job.continuation.resume(returning: .failure(ResolverFailure(code: "EAI_AGAIN")))
        }
    }

    /// A thread's life: its job, then whatever waits.
    private func work(_ job: Job) {
        var next: Job? = job
        while let job = next {
            job.continuation.resume(returning: Result { () throws(ResolverFailure) in try lookUp(job.name) })
            next = state.withLock { state in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.threads -= 1
                return nil
            }
        }
    }
}

extension SystemResolver {
    /// Asks getaddrinfo(3), which sorts by RFC 6724: addresses this machine cannot reach come last.
    package static func ask(_ name: String) throws(ResolverFailure) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, nil, &hints, &first)
        guard status == 0 else { throw ResolverFailure(code: errorName(status)) }
        defer { freeaddrinfo(first) }
        var addresses: [IPAddress] = []
        var next = first
        while let entry = next {
            if let address = entry.pointee.ai_addr.flatMap(IPAddress.init(socketAddress:)),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }
}

/// Node's name for an error of getaddrinfo(3).
private func errorName(_ status: Int32) -> String {
    switch status {
    case EAI_NONAME, -5: "ENOTFOUND"  // -5 is EAI_NODATA, which Glibc's module leaves out
    case EAI_AGAIN: "EAI_AGAIN"
    case EAI_MEMORY: "EAI_MEMORY"
    case EAI_SYSTEM: "EAI_SYSTEM"
    default: "EAI_FAIL"
    }
}

extension IPAddress {
    fileprivate init?(socketAddress: UnsafeMutablePointer<sockaddr>) {
        let raw = UnsafeRawPointer(socketAddress)
        switch Int32(socketAddress.pointee.sa_family) {
        case AF_INET:
            let address = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            guard let address = withUnsafeBytes(of: address, { IPAddress(bytes: $0) }) else { return nil }
            self = address
        case AF_INET6:
            let address = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            guard let address = withUnsafeBytes(of: address, { IPAddress(bytes: $0) }) else { return nil }
            self = address
        default: return nil
        }
    }
}
