import ArgumentParser
import Foundation
import Identity

/// Settings that a demo or a tour brings along: everything a newcomer would have to know otherwise. Flags and variables win.
enum StageSettings {
    /// Loads the settings with the stage's own as defaults, and the master key kept in the stage's folder.
    static func load(
        _ flags: SettingsFlags, folder: String, defaults: [String: String]
    ) throws -> (settings: Settings, masterKey: MasterKey, warnings: [String]) {
        let keyPath = "\(folder)/master.key"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            Console.error("The folder \(folder) cannot be made: \(error.localizedDescription)")
            throw ExitCode(1)
        }
        if !FileManager.default.fileExists(atPath: keyPath) {
            try PrivateFile.write(Array(Data(SystemRandom().bytes(32)).base64EncodedString().utf8), to: keyPath)
        }
        var all = defaults
        all["WATCHWORD_DATA"] = folder
        all["WATCHWORD_MASTER_KEY_FILE"] = keyPath
        all["WATCHWORD_EGRESS_ALLOW"] = "127.0.0.0/8"
        all["WATCHWORD_ADMIN_CLIENT_ID"] = "demo-admin"
        all["WATCHWORD_ADMIN_CLIENT_SECRET"] = try adminSecret(folder)
        let loaded = try flags.load(adding: all)
        guard let masterKey = loaded.settings.keys.masterKey.flatMap({ MasterKey($0.exposed) }) else {
            Console.error("The master key in \(keyPath) cannot be used.")
            throw ExitCode(78)
        }
        return (loaded.settings, masterKey, loaded.warnings)
    }

    /// The administration client's secret, made on the first run and kept in the folder.
    private static func adminSecret(_ folder: String) throws -> String {
        let path = "\(folder)/admin.secret"
        if let kept = try? String(contentsOfFile: path, encoding: .utf8), !kept.isEmpty { return kept }
        let secret = Client.newSecret(SystemRandom()).exposed
        try PrivateFile.write(Array(secret.utf8), to: path)
        return secret
    }
}
