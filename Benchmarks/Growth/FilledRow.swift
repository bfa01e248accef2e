/// What a filled row says, in the SQL of either engine. A row of `users` and of `events` is what a login over the API
/// leaves there.
///
/// Terms are over `i`, a person's number, and `slice` gives them; times are microseconds since 1970.
struct FilledRow: Sendable {
    let population: Population
    let tenant: Tenant
    /// The moment of filling.
    let now: Int64
    let dialect: Dialect

    /// What the rows name beside the person.
    struct Tenant: Sendable {
        let connectionID: String
        let connection: String
        let clientID: String
        let clientName: String
    }

    enum Dialect: Sendable { case sqlite, postgreSQL }

    private static let day: Int64 = 86_400_000_000

    /// `+` and the number: see `Population.number(of:)`.
    var phone: String {
        let count = population.prefixes.count
        let first = population.prefixes.enumerated().map { "WHEN \($0) THEN \($1 * Population.places)" }.joined(
            separator: " ")
        return """
            '+' || ((CASE i % \(count) \(first) END)
                + (2 * (i / \(count)) * \(Population.factor)) % \(Population.places))
            """
    }

    /// `sms|` and 24 digits that look like chance, as the HMAC of a number does.
    private var userID: String {
        switch dialect {
        case .sqlite: "'sms|' || lower(hex(randomblob(12)))"
        case .postgreSQL: "'sms|' || substr(md5('user ' || i), 1, 24)"
        }
    }

    /// Signed up in the order of their numbers over two years.
    private var createdAt: String {
        "\(now - 730 * FilledRow.day) + i * 1200000 + i * 7919 % 1200000"
    }

    /// When the last login of whoever is at a place of that order was: an old one would be swept with its events.
    private func loggedInAt(_ place: String) -> String {
        "\(now - 28 * FilledRow.day) + (\(place)) * 40000 + (\(place)) * 7919 % 40000"
    }

    private var address: String { "'10.' || (128 + i / 65536 % 128) || '.' || (i / 256 % 256) || '.' || (i % 256)" }

    /// 14 digits of chance.
    private var chance: String {
        switch dialect {
        case .sqlite: "printf('%014d', abs(random()) % 100000000000000)"
        case .postgreSQL: "lpad(floor(random() * 100000000000000)::bigint::text, 14, '0')"
        }
    }

    private func generate(_ slice: Population.Slice, as name: String) -> String {
        switch dialect {
        case .sqlite:
            """
            WITH RECURSIVE slice(\(name)) AS (
                SELECT \(slice.first) UNION ALL SELECT \(name) + 1 FROM slice WHERE \(name) < \(slice.end - 1))
            """
        case .postgreSQL:
            "WITH slice AS (SELECT generate_series(\(slice.first)::bigint, \(slice.end - 1)::bigint) AS \(name))"
        }
    }

    /// The slice's people.
    func users(_ slice: Population.Slice) -> String {
        let place = "\(slice.first) + (i - \(slice.first)) * \(slice.inverse) % \(slice.end - slice.first)"
        return """
            \(generate(slice, as: "i"))
            INSERT INTO users (user_id, connection_id, connection, phone, phone_verified, blocked, properties, created_at,
                updated_at, last_login, last_ip, logins_count)
            SELECT \(userID), '\(tenant.connectionID)', '\(tenant.connection)', \(phone), 1, 0, '{}', \(createdAt),
                \(loggedInAt(place)), \(loggedInAt(place)), \(address), 1 + i % 40
            FROM slice;
            """
    }

    /// The slice's events, in the order of their times; people are not in that order.
    func events(_ slice: Population.Slice) -> String {
        let count = slice.end - slice.first
        let order = """
            \(generate(slice, as: "place")),
                login AS (SELECT place, \(slice.first) + (place - \(slice.first)) * \(slice.stride) % \(count) AS i FROM slice),
            """
        let id = "'90020' || \(dialect == .sqlite ? "printf('%017d', at)" : "lpad(at::text, 17, '0')") || \(chance)"
        // SQLite has no md5 to find the person again, so it asks the index on numbers, which is in memory by then.
        let person =
            dialect == .sqlite
            ? "(SELECT user_id FROM users WHERE connection_id = '\(tenant.connectionID)' AND users.phone = event.phone)"
            : userID
        func insert(_ type: String, _ rest: String, earlier: Int) -> String {
            """
            \(order)
                event AS (SELECT i, \(loggedInAt("place")) - \(earlier) AS at, \(address) AS ip, \(phone) AS phone FROM login)
            INSERT INTO events (id, at, type, user_id, client_id, connection_id, rest)
            SELECT \(id), at, '\(type)', \(person), '\(tenant.clientID)', '\(tenant.connectionID)', \(rest) FROM event;
            """
        }
        let message = population.eventsEach < 2 ? "" : insert("cs", messageRest, earlier: 8_000_000)
        return message + "\n" + insert("s", loginRest, earlier: 0)
    }

    private var client: String {
        #""connection":"\#(tenant.connection)","client_name":"\#(tenant.clientName)","ip":"' || ip"#
    }
    private static let agent = #""user_agent":"watchword-bench","user_name":"' || phone || '""#

    private var loginRest: String {
        #"'{"description":"Successful login",\#(client) || '",\#(FilledRow.agent),"scope":"openid"}'"#
    }

    private var messageRest: String {
        #"'{\#(client) || '",\#(FilledRow.agent),"details":{"body":{"client_id":"\#(tenant.clientID)","#
            + #""connection":"\#(tenant.connection)","phone_number":"' || phone || '","send":"code","ip":"' || ip || '","#
            + #""request_language":"","user-agent":"watchword-bench"}}}'"#
    }
}
