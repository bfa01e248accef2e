import Identity

/// `login_codes`: one row a connection, number and holder; a used code leaves none.
extension SQLTransaction: LoginCodeRecords {
    package func loginCode(
        connectionID: String, phone: PhoneNumber, holder: LoginHolder
    ) throws(StoreError) -> LoginCode? {
        try connection.first(Self.findCode(connectionID, phone, holder)) { row throws(StoreError) in
            LoginCode(
                id: try row.text(0), connectionID: connectionID, phone: phone, holder: holder,
                hash: try row.bytes(1), expiresAt: try row.time(2),
                state: try LoginCode.State(name: try row.text(3), failedAttempts: try row.int(4)))
        }
    }

    static func findCode(_ connectionID: String, _ phone: PhoneNumber, _ holder: LoginHolder) -> SQL {
        """
        SELECT id, hash, expires_at, state, failed_attempts FROM login_codes
        WHERE connection_id = \(connectionID) AND phone = \(phone) AND holder = \(holder.text)
        """
    }

    package func put(_ code: LoginCode) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO login_codes
                (connection_id, phone, holder, id, hash, expires_at, state, failed_attempts)
            VALUES (\(code.connectionID), \(code.phone), \(code.holder.text), \(code.id), \(code.hash), \(code.expiresAt),
                \(code.state.name), \(code.state.failedAttempts))
            ON CONFLICT (connection_id, phone, holder) DO UPDATE SET id = excluded.id, hash = excluded.hash,
                expires_at = excluded.expires_at, state = excluded.state, failed_attempts = excluded.failed_attempts
            """)
    }

    package func updateState(of code: LoginCode) throws(StoreError) {
        try connection.post(
            """
            UPDATE login_codes SET state = \(code.state.name), failed_attempts = \(code.state.failedAttempts)
            WHERE connection_id = \(code.connectionID) AND phone = \(code.phone) AND holder = \(code.holder.text)
                AND id = \(code.id)
            """)
    }

    package func delete(_ code: LoginCode) throws(StoreError) {
        try connection.post(
            """
            DELETE FROM login_codes
            WHERE connection_id = \(code.connectionID) AND phone = \(code.phone) AND holder = \(code.holder.text)
                AND id = \(code.id)
            """)
    }
}

extension SweptTable {
    static let loginCodes = SweptTable("login_codes", key: ["connection_id", "phone", "holder"]) {
        "expires_at < \($0)"
    }
}

extension LoginCode.State {
    fileprivate init(name: String, failedAttempts: Int) throws(StoreError) {
        switch name {
        case "open": self = .open(failedAttempts: failedAttempts)
        case "locked": self = .locked
        case "undeliverable": self = .undeliverable
        default: throw .failed("a login code's state is unknown")
        }
    }

    fileprivate var name: String {
        switch self {
        case .open: "open"
        case .locked: "locked"
        case .undeliverable: "undeliverable"
        }
    }

    fileprivate var failedAttempts: Int {
        switch self {
        case .open(let failedAttempts): failedAttempts
        case .locked, .undeliverable: 0
        }
    }
}
