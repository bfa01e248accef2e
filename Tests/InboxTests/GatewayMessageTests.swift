import Foundation
import GatewayKit
import Testing

@Suite struct `A gateway message` {
    @Test func `is read with all its fields`() throws {
        let json = """
            {"recipient": "+15551234567", "body": "Your code is 123456", "sender": "+1 234 567",
             "req": {"ip": "192.0.2.1", "user-agent": "curl/8"}, "extra": true}
            """
        let expected = GatewayMessage(
            recipient: "+15551234567", body: "Your code is 123456", sender: "+1 234 567",
            req: .init(ip: "192.0.2.1", userAgent: "curl/8"))
        #expect(try GatewayMessage(json: json.utf8) == expected)
    }

    @Test func `survives being written and read again`() throws {
        let message = GatewayMessage(recipient: "+1", body: "å\n1", req: .init(ip: "::1", userAgent: nil))
        #expect(try GatewayMessage(json: JSONEncoder().encode(message)) == message)
    }

    @Test(arguments: [
        #"{"recipient": "+1", "body": "x"}"#,
        #"{"recipient": "+1", "body": "x", "sender": null, "req": null}"#,
        #"{"recipient": "+1", "body": "x", "sender": 5, "req": "who"}"#,
    ])
    func `has neither sender nor request when they are not readable`(json: String) throws {
        #expect(try GatewayMessage(json: json.utf8) == GatewayMessage(recipient: "+1", body: "x"))
    }

    @Test(arguments: [
        ("", GatewayError.notJSON), ("recipient=%2B1", .notJSON), ("[]", .notJSON), ("\"text\"", .notJSON),
        (#"{"body": "x"}"#, .missingRecipient), (#"{"recipient": "", "body": "x"}"#, .missingRecipient),
        (#"{"recipient": 15551234567, "body": "x"}"#, .missingRecipient),
        (#"{"recipient": "+1"}"#, .missingBody), (#"{"recipient": "+1", "body": null}"#, .missingBody),
        (#"{"recipient": "+1", "body": ""}"#, .missingBody),
    ])
    func `is refused with the reason`(json: String, reason: GatewayError) {
        #expect(throws: reason) { try GatewayMessage(json: json.utf8) }
    }

    @Test func `is refused when it is not UTF-8`() {
        #expect(throws: GatewayError.notJSON) { try GatewayMessage(json: [0x7B, 0xFF, 0xFE, 0x7D]) }
    }

    @Test func `may fill 64 KiB`() throws {
        #expect(try GatewayMessage(json: message(ofSize: 65_536)).recipient == "+1")
    }

    @Test func `is refused beyond 64 KiB`() {
        #expect(throws: GatewayError.tooLarge) { try GatewayMessage(json: message(ofSize: 65_537)) }
    }

    private func message(ofSize size: Int) -> [UInt8] {
        let start = #"{"recipient": "+1", "body": ""#
        return Array((start + String(repeating: "x", count: size - start.utf8.count - 2) + "\"}").utf8)
    }
}

@Suite struct `A gateway error` {
    @Test(arguments: GatewayError.allCases)
    func `is answered with a status that is no success`(error: GatewayError) {
        #expect([400, 401, 413, 500].contains(error.status))
    }

    @Test func `has a code of its own`() {
        #expect(Set(GatewayError.allCases.map(\.code)).count == GatewayError.allCases.count)
    }
}
