import Identity
import Logging
import Signing
import Synchronization
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The signer of a server` {
    private let log = NotedLines()

    private func library(_ setting: String) throws -> SigningLibrary {
        var key = try SigningKey.generate(host: "login.example.com", at: ManualClock.start)
        key.state = .current
        let logger = Logger(label: "test") { [log] _ in NotingHandler(notes: log) }
        let threads = try SettingsFixture(yaml: "signer: \(setting)").settings().keys.makeSigner(
            for: KeyRing([key]).current, logger: logger)
        threads.stop()
        return threads.library
    }

    @Test(arguments: SigningLibrary.allCases)
    func `is the one that the settings name, unmeasured`(named: SigningLibrary) throws {
        #expect(try library(named.rawValue) == named)
        #expect(log.lines.isEmpty)
    }

    @Test func `is otherwise the quicker one, and the log says how quick each was`() throws {
        let chosen = try library("auto")
        let line = try #require(log.lines.first)
        #expect(log.lines.count == 1)
        #expect(line["signer"] == "\(chosen.rawValue)")
        #expect(Set(line.keys) == ["signer", "openssl_per_second", "boringssl_per_second"])
    }
}

/// The metadata of every line that was logged.
private final class NotedLines: Sendable {
    private let noted = Mutex<[Logger.Metadata]>([])

    var lines: [Logger.Metadata] { noted.withLock { $0 } }
    func note(_ metadata: Logger.Metadata) { noted.withLock { $0.append(metadata) } }
}

private struct NotingHandler: LogHandler {
    let notes: NotedLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { notes.note(event.metadata ?? [:]) }
}
