import Identity
import Testing

@Suite struct `A Liquid tag` {
    @Test(arguments: [
        ("{% if true %}a{% else %}b{% endif %}", "a"), ("{% if false %}a{% else %}b{% endif %}", "b"),
        ("{% if false %}a{% endif %}", ""), ("{% if false %}a{% elsif true %}b{% else %}c{% endif %}", "b"),
        ("{% if false %}a{% elsif nil %}b{% elsif 1 %}c{% elsif 2 %}d{% endif %}", "c"),
        ("{% if true %}{% if false %}a{% else %}b{% endif %}c{% endif %}", "bc"), ("{%if true%}a{%endif%}", "a"),
        ("{%\n  if\n  true\n%}a{% endif %}", "a"),
    ])
    func `if picks the first branch that holds`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }

    @Test(arguments: [
        ("{% unless false %}a{% else %}b{% endunless %}", "a"), ("{% unless true %}a{% else %}b{% endunless %}", "b"),
        ("{% unless true %}a{% elsif true %}b{% endunless %}", "b"), ("{% unless nope %}a{% endunless %}", "a"),
    ])
    func `unless turns its condition round`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }

    @Test(arguments: [
        ("{% case 1 %}{% when 1 %}a{% when 2 %}b{% else %}c{% endcase %}", "a"),
        ("{% case 2 %}{% when 1 %}a{% when 2 %}b{% else %}c{% endcase %}", "b"),
        ("{% case 3 %}{% when 1 %}a{% when 2 %}b{% else %}c{% endcase %}", "c"),
        ("{% case 3 %}{% when 1 %}a{% endcase %}", ""),
        ("{% case 'b' %}{% when 'a', 'b' %}x{% endcase %}", "x"),
        ("{% case 'b' %}{% when 'a' or 'b' or 'c' %}x{% endcase %}", "x"),
        ("{% case 'c' %}{% when 'a', 'b' or 'c' %}x{% endcase %}", "x"),
        ("{% case code.size %}{% when 6.0 %}x{% endcase %}", "x"), ("{% case nope %}{% when nil %}x{% endcase %}", "x"),
        ("{% case '' %}{% when empty %}x{% endcase %}", "x"),
        ("{% case 1 %} lost {{ code }}{% when 1 %}x{% endcase %}", "x"),
        ("{% case 1 %}{% else %}x{% endcase %}", "x"), ("{% case 1 %}{% endcase %}", ""),
    ])
    func `case picks what names its value`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }

    @Test func `case renders every arm that matches, each once`() throws {
        let text = "{% case 1 %}{% when 1, 1 %}a{% when 2 %}b{% when 1 %}c{% else %}d{% endcase %}"
        #expect(try MessageTemplate.rendered(text) == "ac")
    }

    @Test(arguments: [
        ("{% assign x = 'a' %}{{ x }}", "a"), ("{%assign x='a'%}{{x}}", "a"), ("{{ x }}{% assign x = 1 %}{{ x }}", "1"),
        ("{% assign x = code | slice: 0, 3 | append: '-' %}{{ x }}", "123-"),
        ("{% assign x = 1 %}{% assign x = 2 %}{{ x }}", "2"),
        ("{% if true %}{% assign x = 1 %}{% endif %}{{ x }}", "1"),
        ("{% assign code = 'x' %}{{ code }}{{ password }}@@code@@", "x123456123456"),
        ("{% assign x = nil %}[{{ x }}]", "[]"), ("{% assign a-b = 1 %}{{ a-b }}", "1"),
    ])
    func `assign names a value from there on`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }

    @Test(arguments: [
        ("a{% comment %}b{% endcomment %}c", "ac"), ("{% comment %}{{ bad {% if %} @@code@@{% endcomment %}x", "x"),
        ("{% comment %}a{% comment %}b{% endcomment %}c{% endcomment %}d", "d"),
        ("{% comment %}{% nope %}{%endcomment%}x", "x"),
    ])
    func `comment hides what it holds`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }

    @Test(arguments: [
        ("{% raw %}{{ code }}{% endraw %}", "{{ code }}"), ("{% raw %}{% if %}{% endraw %}x", "{% if %}x"),
        ("{% raw %} {{ {%- endraw %} x", " {{  x"), ("{% raw %}@@code@@{% endraw %}", "123456"),
        ("{% raw %}{% endraw %}", ""),
    ])
    func `raw keeps Liquid as text but not macros`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }

    @Test func `can be as long as a real message`() throws {
        let text = """
            {%- assign lang = request_language | slice: 0, 2 -%}
            {%- case lang -%}
              {%- when 'fr' -%} {{ application.name }} : votre code est {{ code }}
              {%- when 'de', 'at' -%} {{ application.name }}: Ihr Code ist {{ code }}
              {%- else -%} {{ application.name }}: your code is {{ code }}
            {%- endcase -%}
            """
        #expect(try MessageTemplate.rendered(text) == "Acme : votre code est 123456")
    }
}

@Suite struct `Whitespace control` {
    @Test(arguments: [
        ("a {{ 'x' }} b", "a x b"), ("a {{- 'x' }} b", "ax b"), ("a {{ 'x' -}} b", "a xb"), ("a {{- 'x' -}} b", "axb"),
        ("a {%- if true -%} x {%- endif -%} b", "axb"), ("a {% if true -%} x {%- endif %} b", "a x b"),
        ("a\n\t\r\n {{- 'x' -}} \n\nb", "axb"), (" {{- code -}} ", "123456"), ("{{-code-}}", "123456"),
        ("a {%- assign x = 1 -%} b", "ab"), ("a {%- comment -%} z {%- endcomment -%} b", "ab"),
        ("a {%- raw %} z {% endraw -%} b", "a z b"), ("a {{- '' -}} {{- '' -}} b", "ab"), ("a {{--}} b", "ab"),
        ("a {{-}} b", "ab"),
        ("a @@code@@ {{- 'x' }}", "a 123456x"), ("{{ 'x' -}} @@code@@", "x123456"), ("{{ ' x ' -}} b", " x b"),
        ("a {%- if false %} x {% endif -%} b", "ab"),
    ])
    func `takes whitespace from the side where the hyphen is`(text: String, expected: String) throws {
        #expect(try MessageTemplate.rendered(text) == expected)
    }
}
