import Identity
import Testing

@Suite struct `A hostile value` {
    private static let hostile = [
        "{{ code }}", "{% if true %}x{% endif %}", "@@code@@", "{{", "%}", "{% raw %}", "'\"", "\\0", "$1",
        "{{- code -}}",
    ]
    private static let templates = [
        "@@application.name@@", "{{ application.name }}", "{{ application['name'] | append: '' }}",
        "{% assign x = application.name %}{{ x }}", "{{ 'x' | replace: 'x', application.name }}",
    ]

    @Test(arguments: hostile, templates)
    func `goes out as it is`(name: String, template: String) throws {
        let values = MessageValues(code: "123456", phoneNumber: "+1", applicationName: name, requestLanguage: "")
        #expect(try MessageTemplate.rendered(template, with: values) == name)
    }

    @Test(arguments: hostile)
    func `goes out as it is in every other place`(value: String) throws {
        let values = MessageValues(code: value, phoneNumber: value, applicationName: "", requestLanguage: "")
        #expect(try MessageTemplate.rendered("@@code@@{{ phone_number }}", with: values) == value + value)
    }

    @Test(arguments: [
        ("fr-FR,fr;q=0.9, *;q=0.5", "fr-FR,fr;q=0.9, *;q=0.5"), ("en_US", "en_US"), ("", ""),
        ("https://evil.example/?x", "httpsevil.examplex"), ("fr\r\nBcc: x", "frBcc x"), ("{{ code }}", " code "),
        ("@@code@@", "code"), ("ｆｒ-é😀", "-"), ("\u{0}\u{1b}[0m", "0m"),
    ])
    func `in the language header loses what a header may not hold`(header: String, expected: String) {
        #expect(MessageValues.cleanLanguage(header) == expected)
    }

    @Test func `in the language header is cut at 100 characters`() {
        #expect(
            MessageValues.cleanLanguage(String(repeating: "é", count: 50) + String(repeating: "a", count: 101)).count
                == 100)
    }

    @Test func `in the language header is cleaned before it is rendered`() throws {
        let values = MessageValues(code: "", phoneNumber: "", applicationName: "", requestLanguage: "<fr>\n@@code@@")
        #expect(
            try MessageTemplate.rendered("{{ request_language }}@@request_language@@", with: values) == "frcodefrcode")
    }
}
