import Identity
import Testing

@Suite struct `A Liquid condition` {
    private static func holds(_ condition: String) throws -> Bool {
        try MessageTemplate.rendered("{% if \(condition) %}yes{% endif %}") == "yes"
    }

    @Test(arguments: ["true", "0", "''", "'x'", "1.5", "empty", "blank", "code", "application", "code.size"])
    func `takes every value but nil and false for true`(value: String) throws {
        #expect(try Self.holds(value))
    }

    @Test(arguments: ["false", "nil", "null", "nope", "nope.deep[0].x", "code.nope", "application.nope", "code[0]"])
    func `takes nil, false and what is not there for false`(value: String) throws {
        #expect(try !Self.holds(value))
    }

    /// Left, right, and which of `== < >` hold; `!= <= >=` must follow from them.
    @Test(arguments: [
        ("1", "1", "=="), ("1", "2", "<"), ("2", "1", ">"), ("-1", "0", "<"), ("1", "1.0", "=="), ("1.5", "1", ">"),
        ("'a'", "'a'", "=="), ("'a'", "'b'", "<"), ("'b'", "'a'", ">"), ("'10'", "'9'", "<"), ("'a'", "'A'", ">"),
        ("'a'", "'ab'", "<"), ("code", "'123456'", "=="), ("code", "password", "=="), ("code.size", "6", "=="),
    ])
    func `orders numbers and texts`(left: String, right: String, relation: String) throws {
        #expect(try Self.holds("\(left) == \(right)") == (relation == "=="))
        #expect(try Self.holds("\(left) != \(right)") == (relation != "=="))
        #expect(try Self.holds("\(left) <> \(right)") == (relation != "=="))
        #expect(try Self.holds("\(left) < \(right)") == (relation == "<"))
        #expect(try Self.holds("\(left) > \(right)") == (relation == ">"))
        #expect(try Self.holds("\(left) <= \(right)") == (relation != ">"))
        #expect(try Self.holds("\(left) >= \(right)") == (relation != "<"))
    }

    @Test(arguments: [
        ("1", "'1'"), ("nil", "1"), ("'a'", "nil"), ("true", "1"), ("nil", "false"), ("code", "application"),
    ])
    func `finds values of different kinds unequal and without order`(left: String, right: String) throws {
        #expect(try !Self.holds("\(left) == \(right)"))
        #expect(try Self.holds("\(left) != \(right)"))
        for comparison in ["<", ">", "<=", ">="] { #expect(try !Self.holds("\(left) \(comparison) \(right)")) }
    }

    @Test(arguments: ["nil == nope", "true == true", "false == false", "nil == null"])
    func `knows nil and booleans to equal themselves`(condition: String) throws {
        #expect(try Self.holds(condition))
    }

    @Test(arguments: [
        ("''", true, true), ("' \\t'", false, false), ("'  '", false, true), ("'x'", false, false),
        ("nil", false, true),
        ("false", false, true), ("true", false, false), ("0", false, false), ("nope", false, true),
    ])
    func `compares with empty and blank`(value: String, isEmpty: Bool, isBlank: Bool) throws {
        #expect(try Self.holds("\(value) == empty") == isEmpty)
        #expect(try Self.holds("empty == \(value)") == isEmpty)
        #expect(try Self.holds("\(value) != empty") == !isEmpty)
        #expect(try Self.holds("\(value) == blank") == isBlank)
        #expect(try Self.holds("blank == \(value)") == isBlank)
    }

    @Test(arguments: [
        ("request_language contains 'fr-FR'", true), ("request_language contains 'de'", false),
        ("'abc' contains ''", true),
        ("'abc' contains 'abcd'", false), ("'a1' contains 1", true), ("'x' contains nil", false),
        ("nope contains 'x'", false),
        ("1 contains 1", false), ("'aab' contains 'ab'", true), ("'été' contains 't'", true),
        ("'é' contains 'e'", false),
        ("'containing' contains 'contains'", false),
    ])
    func `looks for text with contains`(condition: String, expected: Bool) throws {
        #expect(try Self.holds(condition) == expected)
    }

    @Test(arguments: [("'b'", true), ("'c'", false), ("'a,b'", false), ("1", false)])
    func `looks for an item of a list with contains`(item: String, expected: Bool) throws {
        let text = "{% assign list = 'a,b' | split: ',' %}{% if list contains \(item) %}yes{% endif %}"
        #expect(try MessageTemplate.rendered(text) == (expected ? "yes" : ""))
    }

    @Test(arguments: [
        "code=='123456'", "code!='x'", "code.size>5", "code.size>=6", "5<code.size", "6<=code.size", "'a'<>'b'",
    ])
    func `needs no spaces around symbols`(condition: String) throws {
        #expect(try Self.holds(condition))
    }

    /// All values of three booleans, joined in both ways: the words group from the right.
    @Test(arguments: [false, true], [false, true])
    func `groups and with or from the right`(first: Bool, second: Bool) throws {
        for third in [false, true] {
            #expect(try Self.holds("\(first) and \(second) and \(third)") == (first && second && third))
            #expect(try Self.holds("\(first) or \(second) or \(third)") == (first || second || third))
            #expect(try Self.holds("\(first) or \(second) and \(third)") == (first || (second && third)))
            #expect(try Self.holds("\(first) and \(second) or \(third)") == (first && (second || third)))
        }
    }

    @Test(arguments: [
        ("false and true or true", false), ("true or false and false", true),
        ("true and false or false and true", false),
        ("false or true and true or false", true), ("1 == 1 and 2 > 1 or false", true), ("code and nope", false),
    ])
    func `joins comparisons by that rule`(condition: String, expected: Bool) throws {
        #expect(try Self.holds(condition) == expected)
    }

    @Test func `tells composed and decomposed letters apart`() throws {
        #expect(try !Self.holds("'\u{e9}' == 'e\u{301}'"))
    }
}
