import Synchronization

/// What the gateway received: how many messages, and the code of the last one to each number.
final class Codebook: Sendable {
    private struct State {
        var codes: [Int: String] = [:]
        var messages = 0
        var signedRight = 0
        var signedWrong = 0
    }

    private let state = Mutex(State())

    /// Takes a message down. `isSigned` is nil where the token was not looked at.
    func receive(number: Int, code: String?, isSigned: Bool?) {
        state.withLock { state in
            state.messages += 1
            if let code { state.codes[number] = code }
            switch isSigned {
            case true?: state.signedRight += 1
            case false?: state.signedWrong += 1
            case nil: break
            }
        }
    }

    /// The code sent to a number, once.
    func take(_ number: Int) -> String? { state.withLock { $0.codes.removeValue(forKey: number) } }

    /// Forgets the codes that nobody asked for.
    func forget() { state.withLock { $0.codes = [:] } }

    var messages: Int { state.withLock { $0.messages } }
    /// Of the tokens looked at, how many were right, and how many were not.
    var tokens: (right: Int, wrong: Int) { state.withLock { ($0.signedRight, $0.signedWrong) } }
}
