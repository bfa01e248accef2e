import Identity
import TestSupport
import Testing

@Suite struct `A signing key's certificate` {
    private let key = SigningKey(
        kid: "kid", privateKey: Secret([]), certificate: Array(repeating: 0x61, count: 60), state: .current,
        createdAt: ManualClock.start)

    @Test func `is PEM in lines of 64 that end in CRLF`() {
        let base64 = String(repeating: "YWFh", count: 20)
        #expect(
            key.certificatePEM
                == "-----BEGIN CERTIFICATE-----\r\n\(base64.prefix(64))\r\n\(base64.dropFirst(64))\r\n"
                + "-----END CERTIFICATE-----")
    }

    @Test func `has a thumbprint of forty digits, and a fingerprint with colons between the bytes`() {
        #expect(key.thumbprint.wholeMatch(of: #/[0-9A-F]{40}/#) != nil)
        #expect(key.fingerprint.replacing(":", with: "") == key.thumbprint)
        #expect(key.fingerprint.split(separator: ":").count == 20)
    }
}
