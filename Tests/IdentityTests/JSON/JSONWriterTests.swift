import Identity
import Testing

@Suite struct `A JSON value` {
    @Test(
        arguments: [
            (JSON.null, "null"), (true, "true"), (false, "false"), (.integer(.min), "-9223372036854775808"),
            (.number(1.5), "1.5"), ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t\u{1}\u{1F}", #""\n\r\t\u0001\u001f""#),
            ("é😀\u{7F}", "\"é😀\u{7F}\""), ([1, [], [:]], "[1,[],{}]"), (["z": 1, "a": nil], #"{"z":1,"a":null}"#),
        ] as [(JSON, String)])
    func `is written without spaces`(value: JSON, text: String) {
        #expect(value.text == text)
    }

    @Test(arguments: [
        #"{"a":[1,-2,"x",null,true,{"b":""}],"c":1.25}"#, #""\u0001😀\"""#, "[[],{}]", "12345678901234567890",
        "5e-324",
    ])
    func `is read back as it was written`(text: String) throws {
        let value = try JSON.parse(text)
        #expect(try JSON.parse(value.serialized()) == value)
    }

    @Test func `is equal to another with the same members in another order`() {
        #expect(JSON.object(["a": 1, "b": 2]) == .object(["b": 2, "a": 1]))
        #expect(JSON.object(["a": 1, "b": 2]) != .object(["a": 1]))
        #expect(JSON.object(["a": 1]) != .object(["b": 1]))
    }

    @Test func `loses a member that is set to nothing, and keeps one that is null`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = nil
        object["b"] = JSON.null
        #expect(object == ["b": nil])
    }
}
