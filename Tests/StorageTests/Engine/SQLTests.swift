import Storage
import Testing

@Suite struct `SQL text` {
    @Test func `holds a placeholder for each interpolated value`() {
        let sql: SQL = "SELECT name FROM users WHERE user_id = \("a") AND logins > \(3)"
        #expect(sql.text(for: .sqlite) == "SELECT name FROM users WHERE user_id = ? AND logins > ?")
    }

    @Test func `of an interpolated literal does not hold the literal`() {
        let sql: SQL = "SELECT \("'; DROP TABLE users")"
        #expect(sql.text(for: .sqlite) == "SELECT ?")
    }

    @Test func `binds nothing as NULL`() {
        let absent: String? = nil
        let sql: SQL = "SELECT \(absent)"
        #expect(sql == "SELECT \(SQLValue.null)")
    }

    @Test func `takes in a part with its values in their place`() {
        let part: SQL = "b = \(2)"
        let sql: SQL = "a = \(1) AND \(part) AND c = \(3)"
        #expect(sql == "a = \(1) AND b = \(2) AND c = \(3)")
    }

    @Test func `is appended with its values`() {
        let sql: SQL = "a = \(1)" + " AND b = \("x")"
        #expect(sql == "a = \(1) AND b = \("x")")
    }

    @Test func `is joined with a separator between the parts only`() {
        let parts: [SQL] = ["a = \(1)", "b = \(2)"]
        #expect(parts.joined(separator: " AND ") == "a = \(1) AND b = \(2)")
    }

    @Test func `of a list has as many placeholders as values`() {
        #expect(SQL.list([1, 2, 3]) == "\(1), \(2), \(3)")
    }

    @Test func `of an empty list matches nothing`() {
        #expect(SQL.list([String]()) == SQL(raw: "NULL"))
    }
}
