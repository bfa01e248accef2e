extension Migration {
    /// What logging in through the hosted page adds. `rest` and `usage` are JSON: `usage` is what changes with use.
    ///
    /// A login through the page writes a session and an authorization code, so the reckoning of the first version holds
    /// here too. Codes and marks live for minutes and have no index on time. Sessions and refresh tokens live for days: to
    /// scan them once a minute would cost a row some hundred times what `ends_at` costs it in an index.
    static func browserLogin(_ dialect: SQLDialect) -> Migration {
        Migration(
            number: 2, name: "browser-login",
            script: holders + sessions(dialect) + refreshTokens + passing(dialect) + rights(dialect))
    }

    /// A code belongs to a client that asked over the API, whose id stays as it stands, or to one visit of the page.
    private static let holders = """
        ALTER TABLE login_codes RENAME COLUMN client_id TO holder;

        """

    /// Found by cookie at every visit of the page. The index on users gives a user's sessions in the order of their age.
    private static func sessions(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE sessions (
            id TEXT NOT NULL PRIMARY KEY,
            cookie_hash \(dialect.bytes) NOT NULL UNIQUE,
            user_id TEXT NOT NULL,
            connection_id TEXT NOT NULL,
            authenticated_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            idle_expires_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL,
            last_used_at BIGINT NOT NULL,
            rest TEXT NOT NULL,
            usage TEXT NOT NULL
        );

        CREATE INDEX sessions_user ON sessions (user_id, authenticated_at, id);

        CREATE INDEX sessions_ends_at ON sessions (ends_at);

        """
    }

    /// One row a family of tokens. Those that never end are in no index on time.
    private static let refreshTokens = """
        CREATE TABLE refresh_tokens (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL,
            client_id TEXT NOT NULL,
            session_id TEXT,
            audience TEXT,
            generation BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT,
            idle_expires_at BIGINT,
            ends_at BIGINT,
            rest TEXT NOT NULL,
            usage TEXT NOT NULL
        );

        CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id, client_id, created_at, id);

        CREATE INDEX refresh_tokens_ends_at ON refresh_tokens (ends_at) WHERE ends_at IS NOT NULL;

        """

    /// What lives for minutes. Codes are rows of half a kilobyte, so they have a tree of their own: inside the tree of their
    /// random hashes an insertion took twice as long.
    private static func passing(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE authorization_codes (
            hash \(dialect.bytes) NOT NULL PRIMARY KEY,
            expires_at BIGINT NOT NULL,
            is_used BIGINT NOT NULL,
            client_id TEXT NOT NULL,
            rest TEXT NOT NULL
        );

        CREATE TABLE spent (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            until_at BIGINT NOT NULL,
            PRIMARY KEY (kind, id)
        ) \(dialect.keyed);

        """
    }

    /// What rarely changes.
    private static func rights(_ dialect: SQLDialect) -> String {
        """
        CREATE TABLE consents (
            user_id TEXT NOT NULL,
            client_id TEXT NOT NULL,
            audience TEXT NOT NULL,
            scope TEXT NOT NULL,
            given_at BIGINT NOT NULL,
            PRIMARY KEY (user_id, client_id, audience)
        ) \(dialect.keyed);

        CREATE TABLE client_credentials (
            id TEXT NOT NULL PRIMARY KEY,
            client_id TEXT NOT NULL,
            properties TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );

        CREATE INDEX client_credentials_client ON client_credentials (client_id);
        """
    }
}
