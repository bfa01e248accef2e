extension Migration {
    /// The tables of the first version. Times are microseconds since 1970; truth values are 0 and 1; `properties`,
    /// `scope`, `value` of settings and `rest` are JSON.
    ///
    /// Three tables of every login have no index on time, though a sweeper deletes from them by time: an index would cost
    /// each login more than a scan of what is alive costs once a minute (measured: 4 µs an insertion and as much a
    /// deletion, against 0.1 µs a living row and sweep). Events have no index on the user for the same reason: 16 µs an
    /// event, more than all the rest of it.
    static func initial(_ dialect: SQLDialect) -> Migration {
        Migration(
            number: 1, name: "initial",
            script: configuration(dialect) + people(dialect) + logins(dialect) + events)
    }

    /// What rarely changes. Columns of bytes are sealed, but for the certificate.
    private static func configuration(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE counters (
            name TEXT NOT NULL PRIMARY KEY,
            value BIGINT NOT NULL
        ) \(dialect.keyed);

        CREATE TABLE notes (
            name TEXT NOT NULL PRIMARY KEY,
            value \(dialect.bytes) NOT NULL
        );

        CREATE TABLE settings (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        );

        CREATE TABLE connections (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            options \(dialect.bytes) NOT NULL,
            properties TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            deleted_at BIGINT
        );

        CREATE TABLE connection_clients (
            connection_id TEXT NOT NULL,
            client_id TEXT NOT NULL,
            position BIGINT NOT NULL,
            PRIMARY KEY (connection_id, client_id)
        ) \(dialect.keyed);

        CREATE TABLE clients (
            id TEXT NOT NULL PRIMARY KEY,
            secret \(dialect.bytes) NOT NULL,
            properties TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );

        CREATE TABLE client_grants (
            id TEXT NOT NULL PRIMARY KEY,
            client_id TEXT NOT NULL,
            audience TEXT NOT NULL,
            scope TEXT NOT NULL,
            properties TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );

        CREATE TABLE apis (
            id TEXT NOT NULL PRIMARY KEY,
            identifier TEXT NOT NULL UNIQUE,
            secret \(dialect.bytes) NOT NULL,
            is_system BIGINT NOT NULL,
            properties TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );

        CREATE TABLE signing_keys (
            kid TEXT NOT NULL PRIMARY KEY,
            private_key \(dialect.bytes) NOT NULL,
            certificate \(dialect.bytes) NOT NULL,
            state TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            current_since BIGINT,
            current_until BIGINT
        );

        """
    }

    /// Users, found by id and by number, listed by age. Metadata can make a row long, so the rows have a tree of their own.
    private static func people(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE users (
            user_id TEXT NOT NULL PRIMARY KEY,
            connection_id TEXT NOT NULL,
            connection TEXT NOT NULL,
            phone TEXT NOT NULL,
            phone_verified BIGINT NOT NULL,
            blocked BIGINT NOT NULL,
            properties TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            last_login BIGINT,
            last_ip TEXT,
            logins_count BIGINT NOT NULL,
            UNIQUE (connection_id, phone)
        );

        CREATE INDEX users_created_at ON users (created_at, user_id);

        """
    }

    /// What every login touches. `sends` holds times of 8 bytes each, the lowest byte first.
    private static func logins(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE login_codes (
            connection_id TEXT NOT NULL,
            phone TEXT NOT NULL,
            client_id TEXT NOT NULL,
            id TEXT NOT NULL,
            hash \(dialect.bytes) NOT NULL,
            expires_at BIGINT NOT NULL,
            state TEXT NOT NULL,
            failed_attempts BIGINT NOT NULL,
            PRIMARY KEY (connection_id, phone, client_id)
        ) \(dialect.keyed);

        CREATE TABLE numbers (
            connection_id TEXT NOT NULL,
            phone TEXT NOT NULL,
            failures BIGINT NOT NULL,
            wait_until BIGINT,
            sends \(dialect.bytes) NOT NULL,
            generation BIGINT NOT NULL,
            touched_at BIGINT NOT NULL,
            PRIMARY KEY (connection_id, phone)
        ) \(dialect.keyed);

        CREATE TABLE addresses (
            key TEXT NOT NULL PRIMARY KEY,
            full_at BIGINT NOT NULL
        ) \(dialect.keyed);

        """
    }

    /// Rows of half a kilobyte: in a tree of their own, so that counting them reads their ids only.
    private static let events = """
        CREATE TABLE events (
            id TEXT NOT NULL PRIMARY KEY,
            at BIGINT NOT NULL,
            type TEXT NOT NULL,
            user_id TEXT,
            client_id TEXT,
            connection_id TEXT,
            rest TEXT NOT NULL
        );
        """
}
