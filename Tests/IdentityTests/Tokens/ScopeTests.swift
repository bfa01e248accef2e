import Identity
import Testing

@Suite struct `A scope` {
    @Test(arguments: [
        ("", []), ("openid", ["openid"]), ("openid profile", ["openid", "profile"]), ("  a   b ", ["a", "b"]),
        ("b a b", ["b", "a"]), ("read:orders https://x/y !#[]~", ["read:orders", "https://x/y", "!#[]~"]),
    ])
    func `is space-separated text in which each value counts once`(text: String, values: [String]) {
        #expect(Scope(parsing: text)?.values == values)
    }

    @Test(arguments: ["a\tb", "a\nb", "a\"b", "a\\b", "é", "a\u{7F}", String(repeating: "a", count: 4_097)])
    func `holds only the characters of RFC 6749 and at most 4096 of them`(text: String) {
        #expect(Scope(parsing: text) == nil)
    }

    @Test func `keeps its order when it is filtered`() {
        #expect(Scope(["c", "a", "b"]).filter { $0 != "a" }.text == "c b")
        #expect(Scope.none.isEmpty)
    }
}
