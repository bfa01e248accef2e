import Identity
import Testing

@Suite struct `A JSON text` {
    @Test(
        arguments: [
            ("null", JSON.null), ("true", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5", .number(1.5)), ("1E2", .number(100)),
            ("1e-2", .number(0.01)), ("\"\"", ""), ("[]", []), ("{}", [:]), (" \t\r\n[ 1 , 2 ] ", [1, 2]),
            (#"{"a":{"b":[null,"c"]}}"#, ["a": ["b": [nil, "c"]]]),
        ] as [(String, JSON)])
    func `is read`(text: String, value: JSON) throws {
        #expect(try JSON.parse(text) == value)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\uDE00""#, "😀"), (#""😀""#, "😀"), ("\"\u{7F}\"", "\u{7F}"),
    ])
    func `may escape characters`(text: String, value: String) throws {
        #expect(try JSON.parse(text) == .string(value))
    }

    @Test(arguments: [
        ("", "Unexpected end of the JSON text"), ("  ", "Unexpected end of the JSON text"),
        ("[1,]", "Expected a JSON value"), (#"{"a":1,}"#, "Expected a member name in quotes"),
        ("{a:1}", "Expected a member name in quotes"), ("{'a':1}", "Expected a member name in quotes"),
        (#"{"a" 1}"#, "Expected ':' after a member name"), (#"{"a":1 "b":2}"#, "Expected ',' or '}' in an object"),
        ("[1 2]", "Expected ',' or ']' in an array"), ("[1", "Expected ',' or ']' in an array"),
        ("1 2", "Unexpected text after the JSON value"), ("{}}", "Unexpected text after the JSON value"),
        ("// no\n1", "Expected a JSON value"), ("nul", "Expected a JSON value"), ("True", "Expected a JSON value"),
        ("NaN", "Expected a JSON value"), ("Infinity", "Expected a JSON value"), ("+1", "Expected a JSON value"),
        (".5", "Expected a JSON value"), ("-", "Expected a JSON value"), ("01", "A number with leading zeros"),
        ("1.", "A number without digits after its point"), ("1e", "A number without digits in its exponent"),
        ("1e999", "A number that is too large"), ("\u{FEFF}1", "Expected a JSON value"),
        ("\"a", "A string without its closing quote"), ("\"a\\", "A string without its closing quote"),
        ("\"a\nb\"", "A control character inside a string"), ("\"a\\n\tb\"", "A control character inside a string"),
        (#""\x""#, "An unknown escape in a string"), (#""\u12""#, "An unfinished \\u escape"),
        (#""\u12G4""#, "An unfinished \\u escape"), (#""\u0000""#, "U+0000 is not accepted"),
        ("\"\0\"", "A control character inside a string"), (#""\ud83d""#, "Half a surrogate pair"),
        (#""\ud83dx""#, "Half a surrogate pair"), (#""\ud83d\u0041""#, "Half a surrogate pair"),
        (#""\ude00""#, "Half a surrogate pair"), (#"{"a":1,"b":2,"a":3}"#, "A member name is repeated"),
        (#"{"a":1,"\u0061":3}"#, "A member name is repeated"),
    ])
    func `is refused when it is not strictly JSON`(text: String, reason: String) {
        #expect(throws: JSONProblem.self) { try JSON.parse(text) }
        #expect(problem(of: Array(text.utf8))?.reason == reason)
    }

    @Test func `is refused when it is not UTF-8`() {
        #expect(problem(of: [0x22, 0xC3, 0x28, 0x22])?.reason == "Not valid UTF-8")
        #expect(problem(of: [0x22, 0x5C, 0x6E, 0xFF, 0x22])?.reason == "Not valid UTF-8")
    }

    @Test func `may be nested 32 deep and no deeper`() throws {
        let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(problem(of: Array("[\(deepest)1]".utf8)) != nil)
        #expect(try JSON.parse("[\(deepest)]") != .null)
        let tooDeep = String(repeating: "[", count: 100_000)
        #expect(problem(of: Array(tooDeep.utf8))?.reason == "Nested more than 32 deep")
    }

    @Test func `may hold 20,000 values and no more`() throws {
        func array(of count: Int) -> String { "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]" }
        #expect(try JSON.parse(array(of: 19_999)).array?.count == 19_999)
        #expect(problem(of: Array(array(of: 20_000).utf8))?.reason == "More than 20000 values")
    }

    @Test func `may hold numbers of 64 characters and no longer`() throws {
        #expect(try JSON.parse("0." + String(repeating: "1", count: 62)) != .null)
        #expect(
            problem(of: Array(("0." + String(repeating: "1", count: 63)).utf8))?.reason
                == "A number of more than 64 characters")
    }

    @Test func `keeps the order of its members`() throws {
        #expect(try JSON.parse(#"{"z":1,"a":2,"m":3}"#).object?.keys == ["z", "a", "m"])
    }

    @Test(arguments: [
        ("[1,\n 2,\n x]", 3, 2), ("x", 1, 1), ("{\n\"a\":1\n", 3, 1), ("[\"é\", x]", 1, 8),
    ])
    func `is refused with line and column`(text: String, line: Int, column: Int) {
        let problem = problem(of: Array(text.utf8))
        #expect(problem?.line == line)
        #expect(problem?.column == column)
    }

    private func problem(of bytes: [UInt8]) -> JSONProblem? {
        do throws(JSONProblem) {
            _ = try JSON.parse(bytes)
            return nil
        } catch { return error }
    }
}
