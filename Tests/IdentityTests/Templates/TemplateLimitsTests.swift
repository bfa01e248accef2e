import Identity
import Testing

@Suite struct `A template's limits` {
    private static func nested(_ depth: Int) -> String {
        String(repeating: "{% if true %}", count: depth) + "x" + String(repeating: "{% endif %}", count: depth)
    }

    @Test func `allow 50 tags inside each other`() throws {
        #expect(try MessageTemplate.rendered(Self.nested(50)) == "x")
    }

    @Test func `refuse 51 tags inside each other`() {
        let problem = MessageTemplate.Problem(line: 1, column: 651, reason: "tags are nested deeper than 50")
        #expect(throws: problem) { try MessageTemplate(liquid: Self.nested(51)) }
    }

    @Test func `count tags inside each other, not one after the other`() throws {
        let text = String(repeating: "{% if true %}x{% endif %}", count: 200)
        #expect(try MessageTemplate.rendered(text).count == 200)
    }

    @Test func `refuse lookups that are too deep`() {
        let text = "{{ " + String(repeating: "a[", count: 1_000) + "0" + String(repeating: "]", count: 1_000) + " }}"
        #expect(throws: MessageTemplate.Problem.self) { try MessageTemplate(liquid: text) }
    }

    @Test func `let a condition be as long as a template`() throws {
        let text = "{% if " + String(repeating: "1 and ", count: 800) + "1 %}x{% endif %}"
        #expect(try MessageTemplate.rendered(text) == "x")
    }

    @Test(arguments: [1_599, 1_600, 1_601, 5_120])
    func `cut a message at 1600 characters`(length: Int) {
        let template = MessageTemplate(String(repeating: "a", count: length))
        #expect(template.render(.acme).count == min(length, MessageTemplate.renderedLimit))
    }

    @Test func `count in UTF-16 units and cut between characters`() {
        let family = "👩‍👩‍👧"
        let text = MessageTemplate("a" + String(repeating: family, count: 500)).render(.acme)
        #expect(text == "a" + String(repeating: family, count: 199))
        #expect(text.utf16.count <= MessageTemplate.renderedLimit)
    }

    @Test func `keep a message whole that is long only in bytes`() {
        let text = String(repeating: "認", count: 1_600)
        #expect(MessageTemplate(text).render(.acme) == text)
    }

    @Test func `drop a character that is longer than a message`() {
        let text = "a" + String(repeating: "\u{301}", count: 5_000)
        #expect(MessageTemplate("x" + text).render(.acme) == "x")
    }

    /// Each doubles, or worse, with every repetition: unbounded they would fill any memory.
    @Test(arguments: [
        "{% assign x = x | append: x %}", "{% assign x = x | prepend: x %}", "{% assign x = x | replace: '', x %}",
        "{% assign x = x | replace: 'a', x %}",
        "{% assign y = x | split: '' | join: x %}{% assign x = y | append: 'a' %}",
        "{% assign x = x | escape | append: '<' %}", "{% assign x = x | url_encode | upcase | append: x %}",
        "{% assign x = x | truncate: 5, x | append: x %}",
    ])
    func `keep what filters make small`(step: String) throws {
        let text = "{% assign x = 'aaaa<é' %}" + String(repeating: step, count: 60) + "{{ x | size }}.@@code@@"
        let rendered = try MessageTemplate.rendered(text)
        #expect(rendered.hasSuffix(".123456"))
        #expect((Int(rendered.prefix { $0 != "." }) ?? 0) <= 65_536)
    }

    @Test func `cut what filters make between scalars`() throws {
        let text = "{% assign x = 'é' %}" + String(repeating: "{% assign x = x | append: x %}", count: 16)
        #expect(
            try MessageTemplate.rendered(text + "{{ x | size }} {{ x | append: 'é' | prepend: 'a' | slice: -1 }}")
                == "32768 é")
    }

    @Test func `still send the code when filters have done too much`() throws {
        let work =
            "{% assign x = 'ab' %}" + String(repeating: "{% assign x = x | append: x %}", count: 15)
            + String(repeating: "{% if x contains 'abb' %}{% endif %}{% assign y = x | split: '' %}", count: 60)
        #expect(try MessageTemplate.rendered(work + "{{ code }} @@code@@") == "123456 123456")
    }

    @Test func `yield nothing from filters that have done too much`() throws {
        let work =
            "{% assign x = 'ab' %}" + String(repeating: "{% assign x = x | append: x %}", count: 15)
            + String(repeating: "{% assign y = x | upcase %}", count: 20)
        #expect(try MessageTemplate.rendered(work + "[{{ code | append: '!' }}]") == "[]")
    }

    @Test func `let a long search take time in proportion`() throws {
        // A prefix that almost matches at every place is quadratic for a naive search: 2^15 times 2^14 steps.
        let double = { (name: String, times: Int) in
            String(repeating: "{% assign \(name) = \(name) | append: \(name) %}", count: times)
        }
        let text =
            "{% assign h = 'a' %}{% assign n = 'a' %}" + double("h", 15) + double("n", 14)
            + "{% assign n = n | append: 'b' %}{% if h contains n %}yes{% else %}no{% endif %}"
        #expect(try MessageTemplate.rendered(text) == "no")
    }

    @Test func `stop a message that repeats itself`() throws {
        let text =
            "{% assign x = 'ab' %}" + String(repeating: "{% assign x = x | append: x %}", count: 15)
            + String(repeating: "{{ x }}", count: 500)
        #expect(try MessageTemplate.rendered(text).count == MessageTemplate.renderedLimit)
    }
}
