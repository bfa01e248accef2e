import Identity

extension SQLTransaction {
    /// Pages by id (`afterID`) have no total on the wire, so theirs is the count of the page.
    package func users(_ query: UserQuery) throws(StoreError) -> (users: [User], total: Int) {
        let condition = query.condition.sql
        var wanted = condition
        if let afterID = query.afterID {
            wanted += query.isDescending ? " AND user_id < \(afterID)" : " AND user_id > \(afterID)"
        }
        let users = try connection.rows(
            """
            SELECT \(Self.userColumns) FROM users WHERE \(wanted) ORDER BY \(query.order.sql(query.isDescending))
            LIMIT \(query.limit) OFFSET \(query.offset)
            """, Self.user(from:))
        guard query.afterID == nil else { return (users, users.count) }
        let total = try connection.first("SELECT count(*) FROM users WHERE \(condition)") { row throws(StoreError) in
            try row.int(0)
        }
        return (users, total ?? 0)
    }
}

extension UserQuery.Condition {
    /// The condition as a term that AND can follow.
    fileprivate var sql: SQL {
        switch self {
        case .everyone: "1 = 1"
        case .nobody: "1 = 0"
        case .id(let id): "user_id = \(id)"
        // Numbers are indexed within their connection, and there are few connections.
        case .phone(let phone): "(connection_id IN (SELECT id FROM connections) AND phone = \(phone))"
        case .connection(let name): "connection_id IN (SELECT id FROM connections WHERE name = \(name))"
        case .all(let conditions): "(\((["1 = 1"] + conditions.map(\.sql)).joined(separator: " AND ")))"
        }
    }
}

extension UserQuery.Order {
    /// Column and direction; equal ones by id, so that pages never overlap. Who never logged in counts as oldest.
    fileprivate func sql(_ isDescending: Bool) -> SQL {
        let direction: SQL = isDescending ? "DESC" : "ASC"
        let column: SQL =
            switch self {
            case .createdAt: "created_at"
            case .updatedAt: "updated_at"
            case .lastLogin: "coalesce(last_login, 0)"
            case .loginsCount: "logins_count"
            case .phoneNumber: "phone"
            case .userID: "user_id"
            }
        return "\(column) \(direction), user_id \(direction)"
    }
}
