import Identity
import Synchronization
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The doctor's test message` {
    @Test func `is the connection's own text with zeros for a code`() async throws {
        let provider = ListeningProvider(answer: .accepted)
        _ = await send(through: provider)
        let message = try #require(provider.messages.withLock { $0.first })
        #expect(message.body == "Your code is 000000")
        #expect(message.sender == "+15550001111")
        #expect(message.recipient == .sample())
    }

    @Test func `reports how long it took`() async {
        #expect(await send(through: ListeningProvider(answer: .accepted)).text.contains("after 250 ms"))
    }

    @Test(arguments: [
        (Delivery.accepted, Finding.Level.ok), (.refused(.init(forCaller: "no")), .fail),
        (.unknown(.init(forCaller: "who knows")), .fail),
    ])
    func `reports what became of it`(delivery: Delivery, level: Finding.Level) async {
        #expect(await send(through: ListeningProvider(answer: delivery)).level == level)
    }

    private func send(through provider: ListeningProvider) async -> Finding {
        let elapsed = Mutex(Duration.zero)
        return await TestMessage(
            provider: provider, random: SeededRandom(),
            elapsed: {
                elapsed.withLock { elapsed in
                    defer { elapsed += .milliseconds(250) }
                    return elapsed
                }
            }
        ).send(to: .sample(), through: .sample())
    }
}

/// Remembers what it was given.
private final class ListeningProvider: SMSProvider {
    let messages = Mutex<[SMSMessage]>([])
    private let answer: Delivery

    init(answer: Delivery) { self.answer = answer }

    func reservePlace() -> Bool { true }
    func releasePlace() {}
    func send(_ message: SMSMessage, through provider: SMSOptions.Provider) async -> Delivery {
        messages.withLock { $0.append(message) }
        return answer
    }
}
