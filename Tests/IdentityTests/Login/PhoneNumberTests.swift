import Identity
import Testing

@Suite struct `A phone number` {
    @Test(arguments: ["+1", "+819012345678", "+123456789012345"])
    func `is a plus sign and one to fifteen digits`(text: String) {
        #expect(PhoneNumber(text)?.e164 == text)
    }

    @Test(arguments: [
        "", "+", "81", "+1234567890123456", "+81 90", "+81-90", "+81a", "++81", "+81\n", " +81", "+８１", "+٤٢", "00811",
        "tel:+81", "+81\u{301}",
    ])
    func `is nothing else`(text: String) {
        #expect(PhoneNumber(text) == nil)
    }

    @Test(arguments: [
        ("+819012345678", "+…78"), ("+123456", "+…56"), ("+12345", "+…5"), ("+1234", "+…"), ("+1", "+…"),
    ])
    func `hides all but its last two digits where it is printed`(text: String, masked: String) throws {
        let phone = try #require(PhoneNumber(text))
        #expect("\(phone)" == masked)
        #expect(String(reflecting: phone) == masked)
    }

    @Test func `hides its digits from dump`() throws {
        var dumped = ""
        dump(try #require(PhoneNumber("+819012345678")), to: &dumped)
        #expect(!dumped.contains("9012345"))
    }
}
