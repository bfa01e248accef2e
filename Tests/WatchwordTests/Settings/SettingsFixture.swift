import Testing

@testable import Watchword

/// Loads settings from what a test hands in, and from nothing else.
struct SettingsFixture {
    var flags: [String] = []
    var environment: [String: String] = [:]
    /// The content of the settings file; without one, none is named.
    var yaml: String?
    var files: [String: String] = [:]
    var permissions: UInt32 = 0o600
    var isTerminal = false

    func load() -> Result<LoadedSettings, SettingsComplaints> {
        var environment = environment
        var files = files
        if let yaml {
            environment["WATCHWORD_CONFIG"] = "watchword.yaml"
            files["watchword.yaml"] = yaml
        }
        return SettingsLoader.load(flags: flags, environment: environment, isTerminal: isTerminal) { path in
            guard let text = files[path] else { return .failure(.missing) }
            return .success(SettingsFile.Content(bytes: Array(text.utf8), permissions: permissions))
        }
    }

    /// The settings, of which the test says that they hold.
    func settings() throws -> Settings { try load().get().settings }

    func warnings() throws -> [String] { try load().get().warnings }

    /// The complaints as the operator reads them; none if the settings hold.
    func complaints() -> [String] {
        switch load() {
        case .success: []
        case .failure(let failure): failure.complaints.map(\.description)
        }
    }

    /// Thirty-two bytes, in two of the ways of writing them.
    static let masterKey = (base64: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", bytes: [UInt8](0..<32))
    static let clientSecret = "correct-horse-battery-staple-correct-horse"
}
