import Identity
import Synchronization
import TestSupport
import Testing

@Suite struct `Whoever watches logins` {
    private let watch = Watch()

    private func stage(options: JSONObject = [:]) async throws -> LoginStage {
        let stage = try await LoginStage.open(options: options)
        let random = SeededRandom()
        return LoginStage(
            test: stage.test, messenger: stage.messenger, connection: stage.connection,
            starting: StartLogin(
                store: stage.test.store, provider: stage.messenger, abuse: AbusePolicy(.init()),
                vault: stage.test.vault, clock: stage.test.clock, random: random, watch: watch),
            verifying: VerifyLoginCode(
                store: stage.test.store, vault: stage.test.vault, clock: stage.test.clock, random: random, watch: watch)
        )
    }

    @Test func `hears of a code that was sent and of the one that was right, with the mark`() async throws {
        let stage = try await stage()
        _ = try await stage.verify(try await stage.code())
        #expect(watch.heard == ["sent", "right the-mark"])
    }

    @Test func `hears of every wrong try, and of the one that locks`() async throws {
        let stage = try await stage()
        let code = try await stage.code()
        let wrong = code == "000000" ? "111111" : "000000"
        for _ in 1...4 { _ = try await stage.verify(wrong) }
        #expect(
            watch.heard.map { $0.split(separator: " ")[0] } == ["sent", "wrong", "wrong", "locked", "already_locked"])
    }

    @Test func `hears of a try where there is no code, without a mark`() async throws {
        _ = try await stage().verify("123456")
        #expect(watch.heard == ["absent"])
    }

    @Test func `hears of a code that is too old`() async throws {
        let stage = try await stage()
        let code = try await stage.code()
        stage.test.clock.advance(by: .seconds(86_400))
        _ = try await stage.verify(code)
        #expect(watch.heard.last == "expired the-mark")
    }

    @Test func `leaves the message's id as long as it is without a mark`() async throws {
        let stage = try await stage()
        _ = try await stage.code()
        #expect(stage.messenger.messages.map(\.id.utf8.count) == [LoginCode.messageIDLength])
    }
}

/// Remembers what it hears.
private final class Watch: LoginWatch {
    private let words = Mutex<[String]>([])
    var heard: [String] { words.withLock { $0 } }

    func mark() -> String? { "the-mark" }
    func started(_ result: StartResult, isAddressCounted: Bool) { words.withLock { $0.append(result.rawValue) } }
    func tried(_ result: TrialResult, mark: Substring?) {
        words.withLock {
            $0.append(([result.rawValue] + [mark.map(String.init)].compactMap { $0 }).joined(separator: " "))
        }
    }
}
