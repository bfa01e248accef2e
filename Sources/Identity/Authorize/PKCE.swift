import Crypto

/// Proof Key for Code Exchange with S256 (RFC 7636). The method `plain` is refused: it protects nothing that leaks.
package enum PKCE {
    /// Whether the text can be a challenge: a SHA-256 in base64url.
    package static func isChallenge(_ text: String) -> Bool {
        text.utf8.count == 43 && Base64URL.decode(text)?.count == 32
    }

    /// Whether the text can be a verifier: 43 to 128 unreserved characters.
    package static func isVerifier(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count) && text.percentEncoded == text
    }

    /// Whether the verifier is the one that the challenge was made of, compared in constant time.
    package static func verifies(_ verifier: String, challenge: String) -> Bool {
        let digest = SHA256.hash(data: Array(verifier.utf8))
        return isVerifier(verifier) && constantTimeEqual(Base64URL.encode(Array(digest)).utf8, challenge.utf8)
    }
}
