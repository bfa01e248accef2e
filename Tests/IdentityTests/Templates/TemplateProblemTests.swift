import Identity
import Testing

@Suite struct `A template problem` {
    private static func problem(_ text: String) -> MessageTemplate.Problem? {
        do throws(MessageTemplate.Problem) {
            _ = try MessageTemplate(liquid: text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("{{ code", 1, 1, "'{{' has no '}}'"), ("a\nbc {% if", 2, 4, "'{%' has no '%}'"),
        ("{{ code %}", 1, 1, "'{{' has no '}}'"),
        ("{% %}", 1, 1, "a tag without a name"), ("{% 1 %}", 1, 1, "unknown tag '1'"),
        ("x {% nope %}", 1, 3, "unknown tag 'nope'"),
        ("{% for x in y %}", 1, 1, "unknown tag 'for'"), ("{% endif %}", 1, 1, "'endif' does not belong here"),
        ("{% else %}", 1, 1, "'else' does not belong here"),
        ("{% if true %}\n{% endunless %}{% endif %}", 2, 1, "'endunless' does not belong here"),
        ("{% if 1 %}{% else %}{% elsif 2 %}{% endif %}", 1, 21, "'elsif' does not belong here"),
        ("{% if 1 %}{% else %}{% else %}{% endif %}", 1, 21, "'else' does not belong here"),
        ("{% case 1 %}{% else %}{% when 2 %}{% endcase %}", 1, 23, "'when' does not belong here"),
        ("a\n{% if true %}b", 2, 1, "'if' is not closed by 'endif'"),
        ("{% unless x %}", 1, 1, "'unless' is not closed by 'endunless'"),
        ("{% case x %}{% when 1 %}", 1, 1, "'case' is not closed by 'endcase'"),
        ("{% raw %}{% endcomment %}", 1, 1, "'raw' is not closed by 'endraw'"),
        ("{% comment %}{% comment %}{% endcomment %}", 1, 1, "'comment' is not closed by 'endcomment'"),
        ("{% raw x %}{% endraw %}", 1, 8, "'raw' takes no arguments"),
        ("{% if 1 %}{% else if 2 %}{% endif %}", 1, 19, "'else' takes no arguments"),
        ("{% if 1 %}{% endif x %}", 1, 20, "'endif' takes no arguments"),
    ])
    func `of tags says where and why`(text: String, line: Int, column: Int, reason: String) {
        #expect(Self.problem(text) == MessageTemplate.Problem(line: line, column: column, reason: reason))
    }

    @Test(arguments: [
        ("{{ code | nope }}", 1, 11, "unknown filter 'nope'"),
        ("{{ code | Upcase }}", 1, 11, "unknown filter 'Upcase'"),
        ("{{ code | }}", 1, 11, "expected a filter after '|'"),
        ("{{ code upcase }}", 1, 9, "nothing more was expected here"),
        ("{{ | upcase }}", 1, 4, "expected a value"),
        ("{{ code | append }}", 1, 11, "'append' takes 1 argument, not 0"),
        ("{{ code | upcase: 1 }}", 1, 11, "'upcase' takes 0 arguments, not 1"),
        ("{{ code | slice }}", 1, 11, "'slice' takes 1 to 2 arguments, not 0"),
        ("{{ code | default: 1, 2 }}", 1, 11, "'default' takes 0 to 1 argument, not 2"),
        ("{{ code | append: }}", 1, 19, "expected a value"),
        ("{{ code | append: 'a', }}", 1, 24, "expected a value"),
        ("{{ code | append: x: 1 }}", 1, 20, "nothing more was expected here"),
        ("{{ 'code }}", 1, 4, "the text has no closing quote"), ("{{ code. }}", 1, 10, "expected a name after '.'"),
        ("{{ code[0 }}", 1, 11, "expected ']'"), ("{{ code[] }}", 1, 9, "expected a value"),
        ("{{ (1..3) }}", 1, 4, "unexpected '('"),
        ("{{ a & b }}", 1, 6, "unexpected '&'"), ("{{ été }}", 1, 4, "unexpected 'é'"),
        ("{{ 99999999999999999999 }}", 1, 4, "the number is too large"),
        ("{{ - }}", 1, 4, "unexpected '-'"), ("{% if %}{% endif %}", 1, 6, "expected a value"),
        ("{% if a == %}{% endif %}", 1, 11, "expected a value"),
        ("{% if a = b %}{% endif %}", 1, 9, "nothing more was expected here"),
        ("{% if a and %}{% endif %}", 1, 12, "expected a value"),
        ("{% if a == b == c %}{% endif %}", 1, 14, "nothing more was expected here"),
        ("{% if (a) %}{% endif %}", 1, 7, "unexpected '('"),
        ("{% if code | size > 3 %}{% endif %}", 1, 12, "nothing more was expected here"),
        ("{% case %}{% endcase %}", 1, 8, "expected a value"),
        ("{% case 1 %}{% when %}{% endcase %}", 1, 20, "expected a value"),
        ("{% case 1 %}{% when 1 2 %}{% endcase %}", 1, 23, "nothing more was expected here"),
        ("{% assign = 1 %}", 1, 11, "expected a name"), ("{% assign x 1 %}", 1, 13, "expected '='"),
        ("{% assign x = %}", 1, 14, "expected a value"),
        ("{% assign a.b = 1 %}", 1, 12, "expected '='"), ("{{ '}}' }}", 1, 4, "the text has no closing quote"),
    ])
    func `of expressions says where and why`(text: String, line: Int, column: Int, reason: String) {
        #expect(Self.problem(text) == MessageTemplate.Problem(line: line, column: column, reason: reason))
    }

    @Test(arguments: [
        ("認証 😀 {% x %}", 1, 6), ("a\r\nb {% x %}", 2, 3), ("\n\n\n{% x %}", 4, 1), ("é\n  {% if a\n  == & %}", 3, 6),
    ])
    func `counts lines and characters`(text: String, line: Int, column: Int) {
        #expect(Self.problem(text).map { [$0.line, $0.column] } == [line, column])
    }

    @Test func `is the first one in the text`() {
        #expect(Self.problem("{{ a b }} {% nope %}")?.column == 6)
    }
}
