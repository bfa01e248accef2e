import Identity
import Testing

@Suite struct `A Liquid filter` {
    private static func filtered(_ expression: String) throws -> String {
        try MessageTemplate.rendered("{{ \(expression) }}")
    }

    @Test(arguments: [
        ("'a' | append: 'b'", "ab"), ("'a' | prepend: 'b'", "ba"), ("1 | append: 2", "12"), ("nil | append: 'b'", "b"),
        ("'a' | append: nope", "a"), ("code | append: application.name", "123456Acme"),
        ("'a'|append:'b'|append:'c'", "abc"),
    ])
    func `joins texts`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("'aé1' | upcase", "AÉ1"), ("'AÉ1' | downcase", "aé1"), ("'hELLO wORLD' | capitalize", "Hello world"),
        ("'élan' | capitalize", "Élan"), ("'' | capitalize", ""), ("nil | upcase", ""),
        ("'straße' | upcase", "STRASSE"),
        ("12 | downcase", "12"),
    ])
    func `changes case`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("nil | default: 'x'", "x"), ("'' | default: 'x'", "x"), ("false | default: 'x'", "x"),
        ("nope | default: code", "123456"),
        ("0 | default: 'x'", "0"), ("' ' | default: 'x'", " "), ("'a' | default: 'x'", "a"), ("nil | default", ""),
        ("false | default: 'x', allow_false: true", "false"), ("nil | default: 'x', allow_false: true", "x"),
        ("false | default: 'x', allow_false: false", "x"), ("false | default: allow_false: true", "false"),
    ])
    func `gives a default`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("'a-b-c' | replace: '-', '+'", "a+b+c"), ("'a-b-c' | replace: '-'", "abc"),
        ("'aaa' | replace: 'aa', 'b'", "ba"),
        ("'ab' | replace: '', '.'", ".a.b."), ("'a-b-c' | replace_first: '-', '+'", "a+b-c"),
        ("'a-b' | replace_first: '-'", "ab"),
        ("'ab' | replace_first: '', '.'", ".ab"), ("'a-b-c' | remove: '-'", "abc"),
        ("'a-b-c' | remove_first: '-'", "ab-c"),
        ("'abc' | replace: 'x', 'y'", "abc"), ("'a1b1' | replace: 1, 2", "a2b2"), ("nil | replace: 'a', 'b'", ""),
        ("'a' | replace: 'a', '\\0'", "\\0"), ("'ababac' | remove: 'abac'", "ab"), ("'é😀' | replace: '', '.'", ".é.😀."),
    ])
    func `replaces text`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("'abcde' | slice: 0", "a"), ("'abcde' | slice: 1, 3", "bcd"), ("'abcde' | slice: -2, 2", "de"),
        ("'abcde' | slice: -2", "d"),
        ("'abcde' | slice: 3, 9", "de"), ("'abcde' | slice: 5, 1", ""), ("'abcde' | slice: 6, 1", ""),
        ("'abcde' | slice: -6, 9", ""),
        ("'abcde' | slice: 1, -1", ""), ("'abcde' | slice: '1', '2'", "bc"), ("'abcde' | slice: nil", ""),
        ("'é😀z' | slice: 1, 2", "😀z"),
        ("12345 | slice: 1, 2", "23"), ("'a,b,c' | split: ',' | slice: 1, 2 | join: '-'", "b-c"),
        ("'a,b,c' | split: ',' | slice: 3, 2 | size", "0"), ("'abc' | slice: 1, 9223372036854775807", "bc"),
        ("'abc' | slice: -9223372036854775808, 1", ""), ("'abc' | slice: 9223372036854775807, 1", ""),
    ])
    func `slices`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("' a b\n' | strip", "a b"), ("' a ' | lstrip", "a "), ("' a ' | rstrip", " a"), ("'\t \r\n' | strip", ""),
        ("nil | strip", ""),
        ("'\u{a0}a' | strip", "\u{a0}a"), ("'a\nb\r\nc\rd' | strip_newlines", "abc\rd"),
        ("' a\n ' | strip_newlines", " a "),
    ])
    func `strips whitespace`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("'a,b,c' | split: ',' | join: '-'", "a-b-c"), ("'a,b,c' | split: ',' | join", "a b c"),
        ("',a,,b,,' | split: ',' | join: '-'", "-a--b"),
        ("',,,' | split: ',' | size", "0"), ("'' | split: ',' | size", "0"),
        ("' a  b\n c ' | split: ' ' | join: '-'", "a-b-c"),
        ("'aé😀' | split: '' | join: '-'", "a-é-😀"), ("'a, b' | split: ', ' | join: '-'", "a-b"),
        ("'abc' | split: ',' | size", "1"),
        ("nil | split: ',' | size", "0"), ("'a1b' | split: 1 | join: '-'", "a-b"),
        ("'aXXXb' | split: 'XX' | join: '-'", "a-Xb"),
        ("'abc' | join: '-'", "abc"), ("nil | join: '-'", ""), ("'a,b' | split: ',' | upcase", "AB"),
    ])
    func `splits and joins`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("'a,b' | split: ',' | first", "a"), ("'a,b' | split: ',' | last", "b"), ("'' | split: ',' | first", ""),
        ("'' | split: ',' | last", ""),
        ("'abc' | first", ""), ("nil | last", ""), ("1 | first", ""),
    ])
    func `takes an end of a list`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("'abc' | size", "3"), ("'é😀' | size", "2"), ("'\r\n' | size", "2"), ("'' | size", "0"), ("nil | size", "0"),
        ("12 | size", "0"),
        ("'a,b' | split: ',' | size", "2"), ("'abc' | size | append: '!'", "3!"),
    ])
    func `counts`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test(arguments: [
        ("'abcdefgh' | truncate: 5", "ab..."), ("'abcde' | truncate: 5", "abcde"),
        ("'abcdefgh' | truncate: 5, '!'", "abcd!"),
        ("'abcdefgh' | truncate: 5, ''", "abcde"), ("'abcdefgh' | truncate: 2", "..."),
        ("'abcdefgh' | truncate: 0, ''", ""),
        ("'abc' | truncate", "abc"), ("nil | truncate: 2", ""), ("'é😀é😀' | truncate: 2, ''", "é😀"),
        ("'abcdefgh' | truncate: -9223372036854775808", "..."),
        ("'abc' | truncate: 9223372036854775807", "abc"), ("'abc' | truncate: nil", "abc"),
        ("123456 | truncate: 4", "1..."),
    ])
    func `truncates`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }

    @Test func `truncates to 50 characters unless told otherwise`() throws {
        let text = String(repeating: "a", count: 51)
        #expect(try Self.filtered("'\(text)' | truncate") == String(repeating: "a", count: 47) + "...")
    }

    @Test(arguments: [
        ("'<a href=\"x\">&' | escape", "&lt;a href=&quot;x&quot;&gt;&amp;"), ("\"it's\" | escape", "it&#39;s"),
        ("'&amp;' | escape", "&amp;amp;"),
        ("nil | escape", ""), ("'+1 é&?-_.~*' | url_encode", "%2B1+%C3%A9%26%3F-_.~%2A"),
        ("nil | url_encode | default: 'x'", "x"),
    ])
    func `escapes`(expression: String, expected: String) throws {
        #expect(try Self.filtered(expression) == expected)
    }
}
