import Identity
import Testing

@Suite struct `Base64url` {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"), ("~?>", "fj8-"), ("~~?", "fn4_"),
    ])
    func `is written without padding`(plain: String, encoded: String) {
        #expect(Base64URL.encode(plain.utf8) == encoded)
    }

    @Test(arguments: ["Zg", "Zg==", "Zm8", "Zm8=", "Zm9v", "fj8-", ""])
    func `is read with and without padding`(text: String) throws {
        let bytes = try #require(Base64URL.decode(text))
        #expect(Base64URL.encode(bytes) == text.filter { $0 != "=" })
    }

    @Test(arguments: [
        "Z", "Zg=", "Zg===", "Zm8==", "Zm9v=", "Zm9v====", "=", "====", "Zh", "Zm9", "fj8+", "fn4/", "Zm 9v", "Zm9v\n",
        "Zm=9v", "Zmé", "Zm9v.",
    ])
    func `is refused when it is something else`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: 0...70)
    func `brings back bytes of any length`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) }
        #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }

    @Test func `brings back every byte`() {
        #expect(Base64URL.decode(Base64URL.encode(Array(UInt8.min...UInt8.max))) == Array(UInt8.min...UInt8.max))
    }
}
