import Identity
import Logging
import Storage
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The doctor, looking into the store,` {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test func `is content with a tenant`() async throws {
        try await makeTenant()
        #expect(await examine().findings.allSatisfy { $0.level == .ok })
    }

    @Test func `finds its connections and keys`() async throws {
        try await makeTenant()
        let content = try #require(await examine().content)
        #expect(content.connections.map(\.name) == ["sms"])
        #expect(content.keyIDs.count == 2)
    }

    @Test func `refuses another master key, naming both by their ids`() async throws {
        try await makeTenant()
        let findings = await examine(.sample(9)).findings
        #expect(findings.map(\.level) == [.fail])
        #expect(findings.first?.text.contains(MasterKey.sample(9).id) == true)
        #expect(findings.first?.text.contains(MasterKey.sample().id) == true)
    }

    @Test func `warns of a store without a tenant, and leaves it without one`() async throws {
        try await TestStore.open(in: folder).store.close()
        #expect(await examine().content == nil)
    }

    @Test func `can look while the server has the store open`() async throws {
        let server = try await makeTenant(thatStaysOpen: true)
        #expect(await examine().findings.allSatisfy { $0.level == .ok })
        await server?.store.close()
    }

    @Test(arguments: [
        ("operator", "the-operator's-secret-of-a-test-case", Finding.Level.ok),
        ("operator", "another-secret-that-is-long-enough-too", .fail),
        ("somebody", "the-operator's-secret-of-a-test-case", .fail),
    ])
    func `compares the first client with the settings`(id: String, secret: String, level: Finding.Level) async throws {
        try await makeTenant()
        let findings = await examine(admin: .init(id: id, secret: Secret(secret))).findings
        #expect(findings.first { $0.subject == "first client" }?.level == level)
    }

    @discardableResult
    private func makeTenant(thatStaysOpen staysOpen: Bool = false) async throws -> TestStore? {
        let opened = try await TestStore.open(in: folder)
        _ = try await PrepareTenant(
            store: opened.store, clock: opened.clock, random: SeededRandom(), issuer: Issuer(url: "http://localhost:1/")
        ).prepare(admin: .init(id: "operator", secret: Secret("the-operator's-secret-of-a-test-case")))
        if staysOpen { return opened }
        await opened.store.close()
        return nil
    }

    private func examine(
        _ masterKey: MasterKey = .sample(), admin: AdminSettings.Client? = nil
    ) async -> (findings: [Finding], content: StoreCheckup.Content?) {
        await StoreCheckup(
            place: .folder(folder.path), masterKey: masterKey, admin: admin, clock: ManualClock(), logger: .silent
        ).examine()
    }
}
