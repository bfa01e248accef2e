import Identity
import Logging
import Storage
import Synchronization
import TestSupport

/// What logging in needs, without doors: a store, a clock, a messenger, one connection and two clients.
struct LoginStage: Sendable {
    let test: TestStore
    let messenger: Messenger
    let connection: Connection
    let starting: StartLogin
    let verifying: VerifyLoginCode

    /// No limits unless the test brings some.
    static func open(
        _ engine: TestStore.Engine = .memory, options: JSONObject = [:],
        limits: AbusePolicy.Limits = .init(
            startsPerAddressPerHour: nil, sendsPerNumberPerHour: nil, sendsPerNumberPerDay: nil)
    ) async throws -> LoginStage {
        let test = try await TestStore.open(engine)
        let random = SeededRandom()
        let messenger = Messenger()
        let connection = Connection.sample(
            options: options.filled(from: Connection.sampleOptions), enabledClients: ["client", "other"])
        try await test.write { tx throws(StoreError) in try tx.insert(connection) }
        return LoginStage(
            test: test, messenger: messenger, connection: connection,
            starting: StartLogin(
                store: test.store, provider: messenger, abuse: AbusePolicy(limits), vault: test.vault,
                clock: test.clock, random: random),
            verifying: VerifyLoginCode(store: test.store, vault: test.vault, clock: test.clock, random: random))
    }

    /// The same stage, its connection's options changed.
    func with(options: JSONObject) -> LoginStage {
        var changed = connection
        changed.replaceOptions(options.filled(from: connection.options))
        return LoginStage(
            test: test, messenger: messenger, connection: changed, starting: starting, verifying: verifying)
    }

    func start(
        _ phone: PhoneNumber = .sample(), client: String = "client", isAuthenticated: Bool = false,
        address: String = "192.0.2.1"
    ) async throws -> StartLogin.Answer {
        try await starting.start(
            StartLogin.Request(
                connection: connection, phone: phone, client: .sample(id: client), isAuthenticated: isAuthenticated,
                caller: .at(address), language: "ja-JP", parameters: ["scope": "openid"]), logger: .silent)
    }

    /// Starts a login and brings the code that was sent.
    func code(_ phone: PhoneNumber = .sample(), client: String = "client") async throws -> String {
        let before = messenger.messages.count
        let answer = try await start(phone, client: client)
        guard messenger.messages.count > before, let message = messenger.messages.last else {
            throw NothingWasSent(outcome: "\(answer.outcome)")
        }
        return Messenger.code(in: message)
    }

    func verify(
        _ code: String, _ phone: PhoneNumber = .sample(), client: String = "client", address: String = "192.0.2.1",
        usesUp: Bool = true
    ) async throws -> VerifyLoginCode.Outcome {
        try await verifying.verify(
            VerifyLoginCode.Request(
                connection: connection, phone: phone, code: code, client: .sample(id: client), caller: .at(address),
                audience: nil, scope: "openid", usesUp: usesUp))
    }

    /// Tries wrong codes one after the other, with a new code after every third; brings the last word.
    func fail(_ times: Int, _ phone: PhoneNumber = .sample(), client: String = "client") async throws -> String {
        var last = ""
        for number in 0..<times {
            if number.isMultiple(of: 3) { _ = try await code(phone, client: client) }
            last = try await verify("not a code", phone, client: client).word
        }
        return last
    }

    func user(_ phone: PhoneNumber = .sample()) async throws -> User? {
        try await test.read { [connection] tx throws(StoreError) in
            try tx.user(connectionID: connection.id, phone: phone)
        }
    }

    func history(_ phone: PhoneNumber = .sample()) async throws -> NumberHistory {
        try await test.read { [connection] tx throws(StoreError) in
            try tx.numberHistory(connectionID: connection.id, phone: phone)
        }
    }

    /// All events so far, oldest first.
    func events() async throws -> [Event] {
        try await test.write { tx throws(StoreError) in
            try tx.events(EventQuery(isDescending: false, limit: 1_000)).events
        }
    }
}

struct NothingWasSent: Error {
    let outcome: String
}

extension Caller {
    static func at(_ address: String) -> Caller {
        guard let address = IPAddress(address) else { preconditionFailure("\(address) is not an address") }
        return Caller(address: address, userAgent: "Test/1")
    }
}

extension VerifyLoginCode.Outcome {
    /// The outcome in words that tests compare.
    var word: String {
        switch self {
        case .right: "right"
        case .wrong: "wrong"
        case .gone: "gone"
        case .wouldBeRight: "would be right"
        case .locked: "locked"
        case .waiting(let wait): "waiting \(wait.secondsRoundedUp)"
        case .blocked: "blocked"
        case .signupDisabled: "signup disabled"
        }
    }
}

extension StartLogin.Outcome {
    /// The outcome in words that tests compare.
    var word: String {
        switch self {
        case .started: "started"
        case .connectionDisabled: "connection disabled"
        case .signupDisabled: "signup disabled"
        case .addressLimited(let limit): "address limited \(limit.retryAfter?.secondsRoundedUp ?? 0)"
        case .numberLimited(let wait): "number limited \(wait.secondsRoundedUp)"
        case .providerFailed(let problem): "provider failed: \(problem.forCaller)"
        case .overloaded: "overloaded"
        }
    }

    /// The `_id` of a login that was started.
    var userKey: String? { if case .started(let key) = self { key } else { nil } }
}

/// Remembers what it was given to carry, and does with it what the test says.
final class Messenger: SMSProvider {
    typealias Carrying = @Sendable (SMSMessage) async -> Delivery

    private struct State {
        var messages: [SMSMessage] = []
        var places = 1_000
        var carry: Carrying = { _ in .accepted }
    }

    private let state = Mutex(State())

    var messages: [SMSMessage] { state.withLock { $0.messages } }
    var places: Int {
        get { state.withLock { $0.places } }
        set { state.withLock { $0.places = newValue } }
    }

    /// What happens to messages from now on.
    func onMessage(_ carry: @escaping Carrying) { state.withLock { $0.carry = carry } }

    /// The code in a message of the sample connection.
    static func code(in message: SMSMessage) -> String { String(message.body.split(separator: " ").last ?? "") }

    func reservePlace() -> Bool {
        state.withLock { state in
            guard state.places > 0 else { return false }
            state.places -= 1
            return true
        }
    }

    func releasePlace() { state.withLock { $0.places += 1 } }

    func send(_ message: SMSMessage, through provider: SMSOptions.Provider) async -> Delivery {
        let carry = state.withLock { state in
            state.messages.append(message)
            return state.carry
        }
        return await carry(message)
    }
}
