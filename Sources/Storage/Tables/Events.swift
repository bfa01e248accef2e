import Identity

/// `events`: columns for what is searched, one JSON text for the rest.
extension SQLTransaction: EventRecords {
    static let eventColumns = SQL(raw: "id, at, type, user_id, client_id, connection_id, rest")

    package func append(_ event: Event) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO events (\(Self.eventColumns))
            VALUES (\(event.id), \(event.at), \(event.type.rawValue), \(event.userID), \(event.clientID),
                \(event.connectionID), \(event.rest))
            """)
    }

    package func event(id: String) throws(StoreError) -> Event? {
        try connection.first("SELECT \(Self.eventColumns) FROM events WHERE id = \(id)", Self.event(from:))
    }

    /// Ids sort as their times do, so the oldest are found by id; a second more covers ids that run a little ahead.
    package func deleteEvents(before time: Timestamp, limit: Int) throws(StoreError) -> Int {
        let end = Event.newID(at: time + .seconds(1), Zeros())
        return try connection.run(
            """
            DELETE FROM events WHERE id IN (
                SELECT id FROM events WHERE id < \(end) AND at < \(time) ORDER BY id LIMIT \(limit))
            """)
    }

    static func event(from row: SQLRow) throws(StoreError) -> Event {
        guard let type = Event.Kind(rawValue: try row.text(2)) else { throw .failed("an event's type is unknown") }
        var event = Event(type, id: try row.text(0), at: try row.time(1))
        event.userID = try row.optionalText(3)
        event.clientID = try row.optionalText(4)
        event.connectionID = try row.optionalText(5)
        event.restore(try row.object(6))
        return event
    }

    /// Makes the first id of a moment.
    private struct Zeros: RandomSource {
        func bytes(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }
    }
}

extension Event {
    /// The members without a column.
    fileprivate var rest: StoredMembers {
        var rest = StoredMembers()
        if !description.isEmpty { rest.put("description", description) }
        rest.put("connection", connection)
        rest.put("client_name", clientName)
        rest.put("ip", ip)
        rest.put("user_agent", userAgent)
        rest.put("user_name", userName)
        rest.put("audience", audience)
        rest.put("scope", scope)
        if !details.isEmpty { rest.put("details", .object(details)) }
        return rest
    }

    /// Takes back what `rest` gave.
    fileprivate mutating func restore(_ rest: JSONObject) {
        description = rest["description"]?.string ?? ""
        connection = rest["connection"]?.string
        clientName = rest["client_name"]?.string
        ip = rest["ip"]?.string
        userAgent = rest["user_agent"]?.string
        userName = rest["user_name"]?.string
        audience = rest["audience"]?.string
        scope = rest["scope"]?.string
        details = rest["details"]?.object ?? [:]
    }
}
