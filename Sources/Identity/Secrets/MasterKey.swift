import Crypto

/// The one secret that opens all others: 32 bytes that are kept outside the store.
package struct MasterKey: Sendable {
    private let key: SymmetricKey

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// What a derived key is for; the raw value goes into HKDF (RFC 5869), so a key made for one purpose serves no other.
    package enum Purpose: String, Sendable {
        case sealing = "watchword/seal/1"
        case loginCodes = "watchword/login-codes/1"
        case userIDs = "watchword/user-ids/1"
        case opaqueTokens = "watchword/opaque-tokens/1"
        case keyID = "watchword/key-id/1"
    }

    /// 32 bytes for one purpose.
    package func derive(_ purpose: Purpose) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.rawValue.utf8), outputByteCount: 32)
    }

    /// Eight hexadecimal digits that name this key and tell nothing about it.
    package var id: String {
        derive(.keyID).withUnsafeBytes { Array(SHA256.hash(data: Array($0)).prefix(4)).hex }
    }
}
