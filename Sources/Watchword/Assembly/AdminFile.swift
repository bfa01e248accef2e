import Foundation
import Glibc
import Identity
import Logging

/// The file that tells the operator the first client's secret, once.
enum AdminFile {
    static let name = "admin-client.env"

    /// Writes id, secret and audience as shell variables, mode 0600, and names the path in the log; never the secret.
    static func write(
        _ client: PrepareTenant.AdminClient, issuer: Issuer, folder: String, logger: Logger
    ) throws(StartProblem) {
        let path = "\(folder)/\(name)"
        // With the store in a database nobody else makes the folder.
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw .adminFile(path: path, reason: "\(error)") }
        let text = """
            # The first Management API client of \(issuer.url). Keep this file to yourself, or move it away.
            WATCHWORD_ADMIN_CLIENT_ID=\(client.id)
            WATCHWORD_ADMIN_CLIENT_SECRET=\(client.secret.exposed)

            """
        try PrivateFile.write(Array(text.utf8), to: path)
        logger.notice("the first client was made; its id and secret are in a file", metadata: ["file": "\(path)"])
    }
}

/// Files that only their owner reads.
enum PrivateFile {
    /// Makes a new file with mode 0600; one that is there is replaced whole.
    static func write(_ bytes: [UInt8], to path: String) throws(StartProblem) {
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .adminFile(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(descriptor) == 0, rename(temporary, path) == 0 else {
            throw .adminFile(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
