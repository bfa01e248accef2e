import Foundation
import Identity
import Logging
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The doctor, looking at the TLS files,` {
    private let folder: TestFolder
    /// A key of the server's own making has a certificate too, which lives for 14 years.
    private static let life = Duration.seconds(14 * 365 * 86_400)
    private let made = ManualClock.start

    init() throws { folder = try TestFolder() }

    @Test func `is content with a pair`() throws {
        try write(.generate(host: "localhost", at: made), "certificate", "key")
        #expect(level(at: made + .seconds(86_400)) == .ok)
    }

    @Test(arguments: [
        (Duration.seconds(-1), Finding.Level.fail), (Self.life - .seconds(15 * 86_400), .ok),
        (Self.life - .seconds(13 * 86_400), .warn), (Self.life + .seconds(1), .fail),
    ])
    func `looks at the certificate's dates`(age: Duration, level: Finding.Level) throws {
        try write(.generate(host: "localhost", at: made), "certificate", "key")
        #expect(self.level(at: made + age) == level)
    }

    @Test func `refuses a key of another certificate`() throws {
        try write(.generate(host: "localhost", at: made), "certificate", "other")
        try write(.generate(host: "localhost", at: made), "another", "key")
        #expect(level(at: made + .seconds(86_400)) == .fail)
    }

    @Test func `refuses files that are not there`() {
        #expect(level(at: made) == .fail)
    }

    @Test(arguments: [("certificate", Finding.Level.ok), ("key", .fail), ("absent", .fail)])
    func `wants certificates in the file of authorities`(name: String, level: Finding.Level) throws {
        try write(.generate(host: "localhost", at: made), "certificate", "key")
        #expect(TLSChecks.authorities(folder.file(name))?.level == level)
    }

    private func level(at time: Timestamp) -> Finding.Level {
        TLSChecks.finding(
            .init(certificate: folder.file("certificate"), key: folder.file("key")), now: time, logger: .silent
        ).level
    }

    private func write(_ key: SigningKey, _ certificate: String, _ privateKey: String) throws {
        try key.certificatePEM.write(toFile: folder.file(certificate), atomically: false, encoding: .utf8)
        let der = Data(key.privateKey.exposed).base64EncodedString(options: .lineLength64Characters)
        try "-----BEGIN RSA PRIVATE KEY-----\n\(der)\n-----END RSA PRIVATE KEY-----\n".write(
            toFile: folder.file(privateKey), atomically: false, encoding: .utf8)
    }
}
