import Foundation
import Glibc
import Identity
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The doctor, looking at the data folder,` {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        try setMode(0o700, folder.path)
    }

    @Test func `is content with a private one`() {
        #expect(levels().allSatisfy { $0 == .ok })
    }

    @Test func `makes nothing where there is none`() {
        let path = folder.file("absent")
        #expect(DataFolder(path: path).findings().map(\.level) == [.ok])
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `refuses a file in its place`() throws {
        try write("", to: "file", mode: 0o600)
        #expect(DataFolder(path: folder.file("file")).findings().map(\.level) == [.fail])
    }

    @Test(arguments: [0o750, 0o705, 0o777])
    func `warns of one that others can enter`(mode: Int) throws {
        try setMode(mode, folder.path)
        #expect(levels().contains(.warn))
    }

    @Test(arguments: ["watchword.db", "admin-client.env"])
    func `warns of a file with secrets that others can read`(name: String) throws {
        try write("", to: name, mode: 0o644)
        #expect(DataFolder(path: folder.path).findings().contains { $0.text.contains(name) && $0.level == .warn })
    }

    @Test func `warns when another user owns it`() {
        let findings = DataFolder(path: folder.path).findings(effectiveUser: geteuid() + 1)
        #expect(findings.contains { $0.text.contains("belongs to user") })
    }

    @Test(arguments: [
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    ])
    func `warns of the master key beside the store`(text: String) throws {
        try write(text, to: "some.key", mode: 0o600)
        let key = Secret<[UInt8]>(SettingsFixture.masterKey.bytes)
        #expect(DataFolder(path: folder.path).findingOfKey(key)?.text.contains("some.key") == true)
    }

    @Test func `does not take another key for the master key`() throws {
        try write(String(repeating: "00", count: 32), to: "some.key", mode: 0o600)
        #expect(DataFolder(path: folder.path).findingOfKey(Secret(SettingsFixture.masterKey.bytes)) == nil)
    }

    @Test(arguments: [
        (0, Finding.Level.fail), (127 << 20, .fail), (128 << 20, .warn), (1_023 << 20, .warn), (1 << 30, .ok),
    ])
    func `judges the free space`(bytes: Int, level: Finding.Level) {
        #expect(DataFolder.space(free: bytes).level == level)
    }

    /// Without the space, which is the machine's.
    private func levels() -> [Finding.Level] {
        DataFolder(path: folder.path).findings().filter { $0.subject == "data folder" }.map(\.level)
    }

    private func write(_ text: String, to name: String, mode: Int) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        try setMode(mode, folder.file(name))
    }

    private func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}
