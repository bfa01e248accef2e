import Identity
import Logging
import SMS
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The doctor's visit` {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test func `fails without a master key, and names the command that makes one`() async throws {
        let findings = try await visit(["--data", folder.path])
        let finding = findings.first { $0.subject == "master key" }
        #expect(finding?.level == .fail)
        #expect(finding?.remedy?.contains("watchword keys master") == true)
    }

    @Test func `tells every finding, in order, as it is made`() async throws {
        let findings = try await visit(["--data", folder.path, "--master-key-file=key"])
        #expect(
            findings.map(\.subject).filter { $0 != "disk" }.prefix(6) == [
                "settings", "open files", "clock", "data folder", "master key", "store",
            ])
    }

    @Test func `fails to send a test message through a connection that does not exist`() async throws {
        let findings = try await visit(["--data", folder.path], sending: .init(phone: .sample(), connection: "none"))
        #expect(findings.last?.level == .fail)
    }

    /// With a resolver that must not be asked, and any free port.
    private func visit(_ flags: [String], sending request: Examination.Request? = nil) async throws -> [Finding] {
        let loaded = try SettingsFixture(flags: flags + ["--port=0"], files: ["key": SettingsFixture.masterKey.base64])
            .load().get()
        var told: [Finding] = []
        let diagnosis = await Examination(
            loaded: loaded, clock: SystemClock(),
            resolver: SystemResolver { _ throws(ResolverFailure) in
                throw ResolverFailure(code: "NOT_ASKED")
            }, logger: .silent, tell: { told.append($0) }
        ).run(sending: request)
        #expect(told == diagnosis.findings)
        return told
    }
}
