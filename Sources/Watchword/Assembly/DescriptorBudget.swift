import Glibc
import HummingbirdCore
import Identity
import Synchronization

/// The process's file descriptors: one for each caller, one for each message under way. What would go beyond is refused at once,
/// before anything is done, instead of failing halfway.
final class DescriptorBudget: Sendable {
    struct Counts {
        var inbound = 0
        var outbound = 0
    }

    private let counts = Mutex(Counts())
    /// The sockets that there are.
    var used: Counts { counts.withLock { $0 } }
    /// How many sockets there may be.
    let limit: Int
    /// Kept for the store, logs, libraries, and callers that only come to hear a refusal.
    static let reserve = 256

    /// Raises the process's soft limit to its hard one and budgets all but the reserve.
    init() {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        limits.rlim_cur = min(limits.rlim_max, 1_048_576)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        limit = max(64, Int(limits.rlim_cur) - DescriptorBudget.reserve)
    }

    /// Takes one for a message; false when none is left.
    func takeOutbound() -> Bool {
        counts.withLock { counts in
            guard counts.inbound + counts.outbound < limit else { return false }
            counts.outbound += 1
            return true
        }
    }
    func giveOutbound() { counts.withLock { $0.outbound -= 1 } }

    fileprivate func opened() { counts.withLock { $0.inbound += 1 } }
    fileprivate func closed() { counts.withLock { $0.inbound -= 1 } }
    /// Callers beyond this wait in the kernel's queue.
    fileprivate var hasRoomForCallers: Bool {
        counts.withLock { $0.inbound + $0.outbound < limit + DescriptorBudget.reserve / 2 }
    }

    /// Counts callers for the HTTP server.
    struct Callers: AvailableConnectionsDelegate {
        let budget: DescriptorBudget
        mutating func connectionOpened() { budget.opened() }
        mutating func connectionClosed() { budget.closed() }
        func isAcceptingNewConnections() -> Bool { budget.hasRoomForCallers }
    }
}

/// A provider that also asks the descriptor budget for each message's place.
struct BudgetedProvider: SMSProvider {
    let provider: any SMSProvider
    let budget: DescriptorBudget

    func reservePlace() -> Bool {
        guard provider.reservePlace() else { return false }
        guard budget.takeOutbound() else {
            provider.releasePlace()
            return false
        }
        return true
    }

    func releasePlace() {
        budget.giveOutbound()
        provider.releasePlace()
    }

    func send(_ message: SMSMessage, through route: SMSOptions.Provider) async -> Delivery {
        await provider.send(message, through: route)
    }
}
