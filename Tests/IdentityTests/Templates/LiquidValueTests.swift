import Identity
import Testing

@Suite struct `A Liquid value` {
    @Test(arguments: [
        ("password", "123456"), ("code", "123456"), ("phone_number", "+15550100"), ("application.name", "Acme"),
        ("application['name']", "Acme"), ("application[\"name\"]", "Acme"), ("application[ 'name' ]", "Acme"),
        ("application . name", "Acme"), ("request_language", "fr-FR,fr;q=0.9"), ("application.name.size", "4"),
    ])
    func `is found under the names of the contract`(expression: String, expected: String) throws {
        #expect(try MessageTemplate.rendered("{{ \(expression) }}") == expected)
    }

    @Test(arguments: [
        ("'a'", "a"), ("\"a\"", "a"), ("'\"'", "\""), ("\"it's\"", "it's"), ("''", ""), ("1", "1"), ("-7", "-7"),
        ("1.50", "1.5"),
        ("2.0", "2.0"), ("true", "true"), ("false", "false"), ("'認証 😀'", "認証 😀"), ("'%} | x'", "%} | x"),
        ("'a\nb'", "a\nb"),
    ])
    func `is printed as it is written`(literal: String, expected: String) throws {
        #expect(try MessageTemplate.rendered("{{ \(literal) }}") == expected)
    }

    @Test(arguments: [
        "nil", "null", "empty", "blank", "nope", "nope.x.y", "code.x", "application", "application.x", "code[0]", "",
        "truex",
    ])
    func `prints nothing when there is nothing`(expression: String) throws {
        #expect(try MessageTemplate.rendered("[{{ \(expression) }}]") == "[]")
    }

    @Test(arguments: [
        ("list[0]", "a"), ("list[2]", "c"), ("list[3]", ""), ("list[-1]", "c"), ("list[-4]", ""), ("list.first", "a"),
        ("list.last", "c"),
        ("list.size", "3"), ("list", "abc"), ("list[index]", "b"), ("list[list.size]", ""), ("list['0']", ""),
        ("list.first.size", "1"),
        ("list[\"size\"]", ""), ("none.first", ""), ("none.last", ""), ("none.size", "0"),
    ])
    func `that is a list gives its items`(expression: String, expected: String) throws {
        let list = "{% assign list = 'a,b,c' | split: ',' %}{% assign none = '' | split: ',' %}{% assign index = 1 %}"
        #expect(try MessageTemplate.rendered(list + "{{ \(expression) }}") == expected)
    }

    @Test func `that is missing in the application prints nothing`() throws {
        let values = MessageValues(code: "", phoneNumber: "", applicationName: "", requestLanguage: "")
        #expect(
            try MessageTemplate.rendered("{{ code }}@@application.name@@{{ request_language }}", with: values) == "")
    }

    @Test(arguments: ["{", "}", "}}", "%}", "{ {", "a } b", "100%", "{a}"])
    func `is not begun by a lone brace`(text: String) throws {
        #expect(try MessageTemplate.rendered(text) == text)
    }
}
