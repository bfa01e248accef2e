import Dispatch  // where Glibc's `stat` is declared
import Foundation
import Glibc
import Identity
import Storage

/// The folder of the store, as the file system has it; nothing in it is changed.
struct DataFolder {
    let path: String

    /// Below this the write-ahead log and a checkpoint may not fit: 64 MiB each (`PRAGMA journal_size_limit`).
    private static let leastSpace = 128 << 20
    /// Below this the operator should hear of it in time.
    private static let comfortableSpace = 1 << 30

    private var storePath: String { "\(path)/\(SQLStore.fileName)" }

    /// Whether there is a store to look at.
    var hasStore: Bool { DataFolder.status(of: storePath) != nil }

    /// When a file of the store was written last.
    var lastWrite: Timestamp? {
        [storePath, storePath + "-wal"].compactMap { DataFolder.status(of: $0) }
            .map { Timestamp(seconds: Int($0.st_mtim.tv_sec)) }.max()
    }

    func findings(effectiveUser: uid_t = geteuid()) -> [Finding] {
        guard let folder = DataFolder.status(of: path) else { return [missing()] }
        guard folder.st_mode & S_IFMT == S_IFDIR else {
            return [.fail("data folder", "\(path) is no folder", mend: "Let the setting data name a folder.")]
        }
        var findings: [Finding] = []
        if access(path, R_OK | W_OK | X_OK) != 0 {
            findings.append(
                .fail(
                    "data folder", "\(path) cannot be written by this user: \(String(cString: strerror(errno)))",
                    mend: "Run this as the server's user, or give the folder to it: chown -R watchword \(path)"))
        } else if folder.st_uid != effectiveUser {
            findings.append(
                .warn(
                    "data folder", "\(path) belongs to user \(folder.st_uid), and this is user \(effectiveUser)",
                    mend:
                        "Run the doctor as the user that runs the server: what holds for one may not hold for the other."
                ))
        }
        findings += openToOthers(folder)
        findings.append(space())
        if !findings.contains(where: { $0.level != .ok }) {
            findings.insert(.ok("data folder", "\(path) is writable and private"), at: 0)
        }
        return findings
    }

    private func missing() -> Finding {
        let parent = (path as NSString).deletingLastPathComponent
        let place = parent.isEmpty ? "." : parent
        guard access(place, W_OK | X_OK) == 0 || DataFolder.status(of: place) == nil else {
            return .fail(
                "data folder", "\(path) does not exist, and \(place) cannot be written by this user",
                mend: "Make it: install -d -m 700 -o watchword \(path)")
        }
        return .ok("data folder", "\(path) does not exist; the first start makes it")
    }

    /// The folder and the files in it that hold secrets.
    private func openToOthers(_ folder: stat) -> [Finding] {
        var findings: [Finding] = []
        if folder.st_mode & 0o077 != 0 {
            findings.append(.warn("data folder", "\(path) is open to other users", mend: "chmod 700 \(path)"))
        }
        for name in [SQLStore.fileName, AdminFile.name] {
            let file = "\(path)/\(name)"
            guard let status = DataFolder.status(of: file), status.st_mode & 0o077 != 0 else { continue }
            findings.append(.warn("data folder", "\(file) is open to other users", mend: "chmod 600 \(file)"))
        }
        return findings
    }

    private func space() -> Finding {
        var system = statvfs()
        guard statvfs(path, &system) == 0 else {
            return .warn("disk", "its free space is unknown: \(String(cString: strerror(errno)))")
        }
        return DataFolder.space(free: Int(clamping: UInt64(system.f_bavail) * UInt64(system.f_frsize)))
    }

    /// Judges a count of free bytes.
    static func space(free: Int) -> Finding {
        let text = "\(free >> 20) MiB are free"
        if free < leastSpace { return .fail("disk", text, mend: "Make room: without it no login can be stored.") }
        if free < comfortableSpace { return .warn("disk", text, mend: "Make room, or lower log_retention.") }
        return .ok("disk", text)
    }

    /// A small file here that holds the master key: whoever copies the folder copies the key with it.
    func findingOfKey(_ masterKey: Secret<[UInt8]>) -> Finding? {
        let key = masterKey.exposed
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            let file = "\(path)/\(name)"
            guard let status = DataFolder.status(of: file), status.st_size <= 128,
                let text = try? String(contentsOfFile: file, encoding: .utf8)
            else { continue }
            let found = try? SettingKind.keyBytes(key.count).parse(text.trimmingCharacters(in: .whitespacesAndNewlines))
            guard let found, constantTimeEqual(found, key) else { continue }
            return .warn(
                "master key", "\(file) lies beside the store: a copy of the folder opens itself",
                mend: "Keep the key elsewhere, and a copy of it apart from the backups.")
        }
        return nil
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
}
