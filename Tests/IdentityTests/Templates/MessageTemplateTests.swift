import Identity
import Testing

@Suite struct `A message template` {
    private static let macros = [
        ("Your code is: @@password@@", "Your code is: 123456"),
        ("@@code@@", "123456"),
        ("@@phone_number@@|@@application.name@@|@@request_language@@", "+15550100|Acme|fr-FR,fr;q=0.9"),
        ("@@ code @@ @@\tpassword@@", "123456 123456"),
        ("@@code@@@@code@@", "123456123456"),
        ("@@@code@@@", "@123456@"),
        ("", ""),
    ]

    @Test(arguments: macros)
    func `replaces macros when it is tolerant`(text: String, expected: String) {
        #expect(MessageTemplate(text).render(.acme) == expected)
    }

    @Test(arguments: macros)
    func `replaces macros when it is strict`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }

    @Test(arguments: [
        "@@nope@@", "@@Code@@", "@@@@", "@@", "a@b.example", "@@co de@@", "@@application@@", "@@code", "@ @code@@",
    ])
    func `leaves an unknown macro as it stands`(text: String) throws {
        #expect(try MessageTemplate.rendered(text) == text)
    }

    @Test(arguments: [
        ("@@nope@@code@@", "@@nope123456"), ("mail@@ then @@code@@", "mail@@ then 123456"),
        ("@@nope@@ @@code@@", "@@nope@@ 123456"),
    ])
    func `finds a macro behind an unknown one`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }

    @Test func `replaces macros inside Liquid branches`() throws {
        let text = "{% if true %}@@code@@{% else %}@@phone_number@@{% endif %}"
        #expect(try MessageTemplate.rendered(text) == "123456")
    }

    @Test func `sees no macro inside Liquid markup`() throws {
        #expect(
            try MessageTemplate.rendered("{{ '@@code@@' }}{% assign x = '@@code@@' %}{{ x }}") == "@@code@@@@code@@")
    }

    @Test func `has no macro that spans Liquid markup`() throws {
        #expect(try MessageTemplate.rendered("@@co{{ 'x' }}de@@") == "@@coxde@@")
    }

    @Test func `evaluates Liquid when it is tolerant`() {
        let template = MessageTemplate("{% if application.name == 'Acme' %}{{ code }}{% endif %} @@code@@")
        #expect(template.problem == nil)
        #expect(template.render(.acme) == "123456 123456")
    }

    @Test(arguments: [
        ("@@code@@ {{ code", "123456 {{ code"), ("{% nope %}@@code@@", "{% nope %}123456"),
        ("{% if x %}@@code@@", "{% if x %}123456"), ("{{ code | nope }} @@code@@", "{{ code | nope }} 123456"),
    ])
    func `replaces only macros when its Liquid cannot be parsed`(text: String, expected: String) {
        let template = MessageTemplate(text)
        #expect(template.problem != nil)
        #expect(template.render(.acme) == expected)
    }

    @Test func `tells the problem of its Liquid when it is tolerant`() {
        #expect(
            MessageTemplate("one\ntwo {% nope %}").problem
                == MessageTemplate.Problem(line: 2, column: 5, reason: "unknown tag 'nope'"))
    }

    @Test func `is read in the syntaxes that connections name`() {
        #expect(MessageTemplate.Syntax(rawValue: "md_with_macros") == .markdownWithMacros)
        #expect(MessageTemplate.Syntax(rawValue: "liquid") == .liquid)
    }

    @Test func `keeps text of every script`() {
        #expect(MessageTemplate("認証コード：@@code@@ 👩‍👩‍👧\r\nمرحبا").render(.acme) == "認証コード：123456 👩‍👩‍👧\r\nمرحبا")
    }
}
