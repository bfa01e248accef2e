import Foundation
import Identity
import Logging
import Storage
import Synchronization

/// Logins without HTTP and without signatures: the rules of start and exchange over the store, and a gateway that costs
/// nothing.
struct StoreLogins: Sendable {
    private let store: SQLStore
    private let start: StartLogin
    private let verify: VerifyLoginCode
    private let provider: NoCostProvider
    private let connection: Connection
    private let client: Client
    private let logger = Logger(label: "benchmark", factory: { _ in SwiftLogNoOpLogHandler() })

    /// `WatchwordServer`'s.
    private static let masterKey = [UInt8](repeating: 7, count: 32)

    /// Opens the store of a server that made its tenant there, with so many connections that write.
    init(_ url: String, connections: Int, clientID: String) async throws {
        guard let address = PostgreSQLAddress(url), let key = MasterKey(StoreLogins.masterKey) else {
            throw RunFailure("the database's URL cannot be read")
        }
        var size = PostgreSQLDatabase.Size()
        size.writers = connections
        let vault = Vault(key)
        store = try await SQLStore.open(.postgreSQL(address, size), vault: vault, clock: SystemClock(), logger: logger)
        let (connection, client) = try await store.read { tx throws(StoreError) in
            (try tx.connection(named: "sms"), try tx.client(id: clientID))
        }
        guard let connection, let client else {
            await store.close()
            throw RunFailure("the server's tenant is not in the store")
        }
        (self.connection, self.client) = (connection, client)
        let (clock, random) = (SystemClock(), SystemRandom())
        provider = NoCostProvider()
        start = StartLogin(
            store: store, provider: provider, abuse: AbusePolicy(AbusePolicy.Limits()), vault: vault, clock: clock,
            random: random)
        verify = VerifyLoginCode(store: store, vault: vault, clock: clock, random: random)
    }

    func close() async { await store.close() }

    /// One login, both transactions; throws where it does not end as it should.
    func logIn(_ phone: String, from address: IPAddress) async throws {
        guard let phone = PhoneNumber(phone) else { throw RunFailure("a number is none") }
        let caller = Caller(address: address, userAgent: "watchword-bench")
        let answer = try await start.start(
            StartLogin.Request(
                connection: connection, phone: phone, client: client, isAuthenticated: false, caller: caller,
                language: "", parameters: [:]), logger: logger)
        guard case .started = answer.outcome, let code = provider.take(phone) else {
            throw RunFailure("a start was not carried out: \(answer.outcome)")
        }
        let outcome = try await verify.verify(
            VerifyLoginCode.Request(
                connection: connection, phone: phone, code: code, client: client, caller: caller, audience: nil,
                scope: "openid"))
        guard case .right = outcome else { throw RunFailure("a login was not carried out: \(outcome)") }
    }

    /// Logins a second of so many callers after the warm-up, half of them of known numbers. What nobody waits for is
    /// waited for at the end, and that time counts.
    func run(callers: Int, seconds: Int, warmUp: Int, numbers: StoreNumbers) async throws -> Double {
        let clock = ContinuousClock()
        let begin = clock.now + .seconds(warmUp)
        let end = begin + .seconds(seconds)
        let logins = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    var count = 0
                    while clock.now < end {
                        let (phone, address) = numbers.next()
                        try await logIn(phone, from: address)
                        if clock.now > begin { count += 1 }
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        try await store.settle()
        return Double(logins) / (clock.now - begin).inSeconds
    }
}

/// Who logs in, known and new numbers in turn.
final class StoreNumbers: Sendable {
    private let calls = Atomic<Int>(0)

    func next() -> (phone: String, address: IPAddress) {
        let call = calls.add(1, ordering: .relaxed).oldValue
        let place = call / 2
        return call % 2 == 0
            ? (
                "+\(PreparedNumbers.store + place % PreparedNumbers.count)",
                IPAddress(v4: PreparedNumbers.storeAddress(place % PreparedNumbers.count))
            ) : ("+\(PreparedNumbers.storeNew + place)", IPAddress(v4: PreparedNumbers.storeNewAddress(place)))
    }
}

/// Takes every message at once and keeps its code.
private final class NoCostProvider: SMSProvider {
    private let codes = Mutex<[PhoneNumber: String]>([:])

    func reservePlace() -> Bool { true }
    func releasePlace() {}

    func send(_ message: SMSMessage, through provider: SMSOptions.Provider) async -> Delivery {
        let code = String(message.body.suffix(6))
        codes.withLock { $0[message.recipient] = code }
        return .accepted
    }

    /// The code of the last message to a number, once.
    func take(_ phone: PhoneNumber) -> String? { codes.withLock { $0.removeValue(forKey: phone) } }
}
