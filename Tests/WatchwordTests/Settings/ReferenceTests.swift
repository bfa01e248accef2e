import Foundation
import Testing

@testable import Watchword

@Suite struct `The configuration page` {
    private static let page = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/configuration.md")

    /// With `UPDATE_DOCS=1` in the environment the page is written anew, and the test passes.
    @Test func `is what the declarations say`() throws {
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            try Data(ConfigurationReference.markdown().utf8).write(to: Self.page)
        }
        let committed = try String(decoding: Data(contentsOf: Self.page), as: UTF8.self)
        #expect(
            committed == ConfigurationReference.markdown(),
            "Run: UPDATE_DOCS=1 swift test --filter 'The configuration page'")
    }

    @Test(arguments: Settings.declarations.map(\.name))
    func `and the help name every setting`(name: SettingName) {
        let isSecret = Settings.declarations.contains { $0.name == name && $0.isSecret }
        #expect(ConfigurationReference.markdown().contains("### `\(name.key)`\n"))
        #expect(ConfigurationReference.helpText().contains("  \(isSecret ? name.file.flag : name.flag) "))
        #expect(ConfigurationReference.helpText().contains(name.variable))
    }

    @Test func `shows an example that holds`() throws {
        let markdown = ConfigurationReference.markdown()
        let start = try #require(markdown.range(of: "```yaml\n"))
        let end = try #require(markdown.range(of: "```\n", range: start.upperBound..<markdown.endIndex))
        let fixture = SettingsFixture(
            yaml: String(markdown[start.upperBound..<end.lowerBound]),
            files: ["/run/secrets/watchword-master-key": SettingsFixture.masterKey.base64])
        #expect(fixture.complaints().isEmpty)
    }
}

@Suite struct `The help` {
    @Test func `is at most 100 columns wide`() {
        let long = ConfigurationReference.helpText().split(separator: "\n").filter { $0.count > 100 }
        #expect(long.isEmpty)
    }
}
