import Identity
import Testing

@Suite struct `A number as it is typed` {
    @Test(
        arguments: [
            ("090-1234-5678", "09012345678"), ("(090) 1234.5678", "09012345678"), (" 090 1234 5678\n", "09012345678"),
            ("+81 90 1234 5678", "+819012345678"), ("+81\u{A0}90\u{2011}1234\u{2013}5678", "+819012345678"),
            ("０９０ー１２３４−５６７８", "09012345678"), ("＋８１（９０）１２３４・５６７８", "+819012345678"),
            ("٠١٠ ٠١٢٣ ٤٥٦٧", "01001234567"), ("०९०१२३४५६७८", "09012345678"), ("+1 202/456-1414", "+12024561414"),
            ("tel:+81-90-1234-5678", "+819012345678"), (" TEL:+1-202-456-1414;ext=12", "+12024561414"),
            ("\u{202A}+81 90 1234 5678\u{202C}", "+819012345678"), ("(+81) 90", "+8190"), ("1", "1"),
        ])
    func `is its digits, whatever stands between them`(typed: String, digits: String) {
        #expect(TypedPhone(typed)?.text == digits)
    }

    @Test(arguments: [
        "", " ", "+", "-", "hello", "1-800-FLOWERS", "090-1234-5678 x12", "電話 090", "090,1234", "090;1234", "*21#",
        "++81 90", "+81 +90", "81+90", "090\u{0}1234", "½", "²", "tel:", "tel:;ext=1", "📞090", "a@b.example",
    ])
    func `is nothing where it could be something else`(typed: String) {
        #expect(TypedPhone(typed) == nil)
    }

    @Test(arguments: [
        String(repeating: "1", count: 25), String(repeating: " ", count: 64) + "1",
        String(repeating: "1", count: 1_000_000),
        "1" + String(repeating: "\u{10FFFD}", count: 64),
    ])
    func `is nothing where it is too long`(typed: String) {
        #expect(TypedPhone(typed) == nil)
    }
}
