import Identity
import Synchronization

/// Takes every message, remembers it, and says of it what the test wants.
final class RecordingProvider: SMSProvider {
    private struct State {
        var messages: [SMSMessage] = []
        var delivery = Delivery.accepted
        var places = 1_000
    }

    private let state = Mutex(State())

    /// The messages so far, oldest first.
    var messages: [SMSMessage] { state.withLock { $0.messages } }
    /// The digits in the newest message's text: the code, with a template that holds no others.
    var newestCode: String? { messages.last.map { $0.body.filter(\.isNumber) } }
    /// What becomes of messages from now on.
    func answer(_ delivery: Delivery) { state.withLock { $0.delivery = delivery } }
    /// How many messages can be under way from now on.
    func leavePlaces(_ count: Int) { state.withLock { $0.places = count } }

    func reservePlace() -> Bool {
        state.withLock { state in
            guard state.places > 0 else { return false }
            state.places -= 1
            return true
        }
    }

    func releasePlace() { state.withLock { $0.places += 1 } }

    func send(_ message: SMSMessage, through provider: SMSOptions.Provider) async -> Delivery {
        state.withLock { state in
            state.messages.append(message)
            return state.delivery
        }
    }
}
