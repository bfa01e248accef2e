import Crypto

/// Names of a fixed length for what came from outside.
enum HashedName {
    /// SHA-256 in base64url over the texts, each with its length before it, so that no two lists give the same bytes.
    static func of(_ texts: String...) -> String {
        var hash = SHA256()
        for text in texts {
            withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: Array(text.utf8))
        }
        return Base64URL.encode(hash.finalize().map { $0 })
    }
}
