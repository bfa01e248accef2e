import Identity
import SMS
import Synchronization

/// A resolver for tests without names.
struct NoNames: Resolver {
    func addresses(of name: String) async throws(ResolverFailure) -> [IPAddress] {
        throw ResolverFailure(code: "ENOTFOUND")
    }
}

/// A resolver that gives its answers in turn, the last one for ever, and counts how often it was asked.
final class TurningNames: Resolver {
    private let answers: [[IPAddress]]
    private let asked = Mutex(0)

    init(_ answers: [String]...) { self.answers = answers.map { $0.compactMap { IPAddress($0) } } }

    var lookUps: Int { asked.withLock { $0 } }

    func addresses(of name: String) async throws(ResolverFailure) -> [IPAddress] {
        let turn = asked.withLock { asked in
            defer { asked += 1 }
            return asked
        }
        return answers[min(turn, answers.count - 1)]
    }
}

/// A resolver whose server for one name never answers.
struct HangingNames: Resolver {
    let hanging: String
    let others: [String]
    private let never = AsyncStream<Never>.makeStream()

    init(hanging: String, others: [String]) {
        self.hanging = hanging
        self.others = others
    }

    func addresses(of name: String) async throws(ResolverFailure) -> [IPAddress] {
        if name == hanging { for await _ in never.stream {} }
        return others.compactMap { IPAddress($0) }
    }
}
