import Identity

/// `users`: found by id, and by number within a connection.
extension SQLTransaction: UserRecords {
    static let userColumns = SQL(
        raw: """
            user_id, connection_id, connection, phone, phone_verified, blocked, properties, created_at, updated_at, \
            last_login, last_ip, logins_count
            """)

    package func user(id: String) throws(StoreError) -> User? {
        try connection.first(findUser(id: id), Self.user(from:))
    }

    package func user(connectionID: String, phone: PhoneNumber) throws(StoreError) -> User? {
        try connection.first(findUser(connectionID, phone), Self.user(from:))
    }

    func findUser(id: String) -> SQL {
        "SELECT \(Self.userColumns) FROM users WHERE user_id = \(id)\(connection.lock)"
    }

    func findUser(_ connectionID: String, _ phone: PhoneNumber) -> SQL {
        "SELECT \(Self.userColumns) FROM users WHERE connection_id = \(connectionID) AND phone = \(phone)\(connection.lock)"
    }

    package func insert(_ user: User) throws(StoreError) -> Bool {
        try connection.run(Self.insertion(user) + " ON CONFLICT DO NOTHING") == 1
    }

    package func recordLogin(of user: User, isNew: Bool) throws(StoreError) {
        try connection.post(isNew ? Self.insertion(user) : Self.change(user))
    }

    package func update(_ user: User) throws(StoreError) -> Bool {
        if try connection.run(Self.change(user)) == 1 { return true }
        return try move(user)
    }

    package func deleteUser(id: String) throws(StoreError) -> Bool {
        guard let user = try user(id: id) else { return false }
        try connection.run("DELETE FROM sessions WHERE user_id = \(id)")
        try connection.run("DELETE FROM refresh_tokens WHERE user_id = \(id)")
        try connection.run("DELETE FROM consents WHERE user_id = \(id)")
        try connection.run("DELETE FROM users WHERE user_id = \(id)")
        try leaveNumber(connectionID: user.connectionID, phone: user.phone)
        return true
    }

    /// Writes a user whose number changes. The number that is left gets a new generation: its next user would otherwise
    /// get the id that this one keeps.
    private func move(_ user: User) throws(StoreError) -> Bool {
        guard let before = try self.user(id: user.id) else { return false }
        let moved = try connection.run(
            """
            UPDATE users SET phone = \(user.phone), \(Self.assignments(user))
            WHERE user_id = \(user.id) AND NOT EXISTS (
                SELECT 1 FROM users WHERE connection_id = \(before.connectionID) AND phone = \(user.phone))
            """)
        guard moved == 1 else { return false }
        try leaveNumber(connectionID: before.connectionID, phone: before.phone)
        return true
    }

    private static func insertion(_ user: User) -> SQL {
        """
        INSERT INTO users (\(userColumns))
        VALUES (\(user.id), \(user.connectionID), \(user.connection), \(user.phone), \(user.phoneIsVerified),
            \(user.isBlocked), \(user.properties), \(user.createdAt), \(user.updatedAt), \(user.lastLogin),
            \(user.lastIP), \(user.loginsCount))
        """
    }

    /// Every login does this, so it leaves the number alone, and with it the index on numbers.
    private static func change(_ user: User) -> SQL {
        "UPDATE users SET \(assignments(user)) WHERE user_id = \(user.id) AND phone = \(user.phone)"
    }

    private static func assignments(_ user: User) -> SQL {
        """
        phone_verified = \(user.phoneIsVerified), blocked = \(user.isBlocked), properties = \(user.properties), \
        updated_at = \(user.updatedAt), last_login = \(user.lastLogin), last_ip = \(user.lastIP), \
        logins_count = \(user.loginsCount)
        """
    }

    static func user(from row: SQLRow) throws(StoreError) -> User {
        User(
            id: try row.text(0), connectionID: try row.text(1), connection: try row.text(2), phone: try row.phone(3),
            phoneIsVerified: try row.bool(4), isBlocked: try row.bool(5), properties: try row.object(6),
            createdAt: try row.time(7), updatedAt: try row.time(8), lastLogin: try row.optionalTime(9),
            lastIP: try row.optionalText(10), loginsCount: try row.int(11))
    }
}
