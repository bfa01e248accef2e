import Foundation
import Glibc
import Identity

/// The file of a store: nobody but its owner may read it.
struct SQLiteFile {
    /// Where it is. The write-ahead log and its index stand beside it, with `-wal` and `-shm` behind the name.
    let path: String

    /// Makes an empty file with mode 0600, and its folder with 0700, where they are missing. SQLite gives the files beside
    /// it the same mode.
    func make() throws(StoreError) {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw .failed("the folder \(folder) could not be made: \(error)")
            }
        }
        // Not open(2): closing a descriptor drops all locks that this process holds on the file.
        guard mknod(path, S_IFREG | 0o600, 0) == 0 || errno == EEXIST else { throw failure("making") }
    }

    /// Writes a whole, compact copy of what the connection sees into a file with mode 0600, which appears at once, under
    /// its own name, or not at all. The connection must not be in a transaction.
    func write(copyOf connection: SQLiteConnection) throws(StoreError) {
        let partial = SQLiteFile(path: path + ".partial")
        unlink(partial.path)
        try partial.make()
        do throws(StoreError) {
            try connection.run("VACUUM INTO \(partial.path)")
            try partial.flush()
            guard rename(partial.path, path) == 0 else { throw failure("naming") }
            let folder = (path as NSString).deletingLastPathComponent
            try SQLiteFile(path: folder.isEmpty ? "." : folder).flush()
        } catch {
            unlink(partial.path)
            throw error
        }
    }

    /// Whether something stands there.
    var exists: Bool { access(path, F_OK) == 0 }

    /// Waits until the disk has it. Not for a file that a connection of this process holds open.
    private func flush() throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("flushing") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("flushing") }
    }

    private func failure(_ doing: String) -> StoreError {
        .failed("\(doing) \(path): \(String(cString: strerror(errno)))")
    }
}
