import Identity

extension SQLTransaction {
    /// A search (types, user, client) without `afterID` looks at the newest `searchedEvents`, and its total is of these.
    /// Pages after an event have no total on the wire, so theirs is the count of the page.
    package func events(_ query: EventQuery) throws(StoreError) -> (events: [Event], total: Int) {
        if let afterID = query.afterID { return try events(after: afterID, query) }
        let direction: SQL = query.isDescending ? "DESC" : "ASC"
        guard let condition = query.condition else {
            let page = try connection.rows(
                """
                SELECT \(Self.eventColumns) FROM events ORDER BY id \(direction)
                LIMIT \(query.limit) OFFSET \(query.offset)
                """, Self.event(from:))
            let total = try connection.first("SELECT count(*) FROM events") { row throws(StoreError) in try row.int(0) }
            return (page, total ?? 0)
        }
        // One pass in the order of the index counts all that match and keeps the page: nothing is sorted.
        let matching: SQL = """
            SELECT \(Self.eventColumns) FROM events WHERE id >= \(try oldestSearched()) AND \(condition)
            ORDER BY id \(direction)
            """
        var page: [Event] = []
        var total = 0
        try connection.each(matching) { row throws(StoreError) in
            if total >= query.offset, page.count < query.limit { page.append(try Self.event(from: row)) }
            total += 1
            return true
        }
        return (page, total)
    }

    /// The id of the oldest event that a search looks at; no text is less than the empty one.
    private func oldestSearched() throws(StoreError) -> String {
        try connection.first("SELECT id FROM events ORDER BY id DESC LIMIT 1 OFFSET \(searchedEvents - 1)") {
            row throws(StoreError) in try row.text(0)
        } ?? ""
    }

    private func events(after id: String, _ query: EventQuery) throws(StoreError) -> (events: [Event], total: Int) {
        let page = try connection.rows(
            """
            SELECT \(Self.eventColumns) FROM events WHERE id > \(id) AND \(query.condition ?? "1 = 1")
            ORDER BY id LIMIT \(query.limit) OFFSET \(query.offset)
            """, Self.event(from:))
        return (page, page.count)
    }
}

extension EventQuery {
    /// What the events must have in common, or nil when all are wanted.
    fileprivate var condition: SQL? {
        var parts: [SQL] = []
        if let types { parts.append("type IN (\(SQL.list(types.map(\.rawValue))))") }
        if let userID { parts.append("user_id = \(userID)") }
        if let clientID { parts.append("client_id = \(clientID)") }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }
}
