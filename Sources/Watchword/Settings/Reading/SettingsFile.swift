import Glibc

/// The file that holds settings, and how files are read at all.
enum SettingsFile {
    static let config = SettingKey(
        "config", .path(to: "file"), otherwise: "none",
        """
        A YAML file with settings: one mapping, whose keys are the names on this page. It cannot name a further file, \
        and it cannot hold secrets.
        """)

    /// What a file holds, and who may read it.
    struct Content: Sendable, Equatable {
        let bytes: [UInt8]
        /// The permission bits, such as 0o600.
        let permissions: UInt32
    }

    /// Why a file could not be read.
    enum Problem: Error, Sendable, Equatable {
        case missing
        /// The operating system's sentence, such as "Permission denied".
        case unreadable(String)

        var sentence: String {
            switch self {
            case .missing: "does not exist"
            case .unreadable(let reason): "cannot be read (\(reason))"
            }
        }
    }

    /// No settings file and no secret is larger than this; what is larger is some other file.
    static let sizeLimit = 1_048_576

    /// Reads a file from the disk, up to `sizeLimit` bytes.
    static func read(_ path: String) -> Result<Content, Problem> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(problem(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(problem(errno)) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(problem(errno)) }
            guard count > 0 else { break }
            bytes += chunk[..<count]
            guard bytes.count <= sizeLimit else { return .failure(.unreadable("larger than 1 MiB")) }
        }
        return .success(Content(bytes: bytes, permissions: UInt32(status.st_mode & 0o777)))
    }

    private static func problem(_ code: Int32) -> Problem {
        code == ENOENT ? .missing : .unreadable(String(cString: strerror(code)))
    }
}
