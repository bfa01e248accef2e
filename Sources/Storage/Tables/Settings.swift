import Identity

/// `settings`, `counters` and `notes`: what there is one of.
extension SQLTransaction: SettingsRecords {
    package func tenantSettings() throws(StoreError) -> TenantSettings {
        try setting("tenant").map { TenantSettings($0) } ?? TenantSettings()
    }

    package func update(_ settings: TenantSettings) throws(StoreError) { try set("tenant", settings.json) }

    package func configurationVersion() throws(StoreError) -> Int {
        try connection.first("SELECT value FROM counters WHERE name = 'configuration_version'") {
            row throws(StoreError) in try row.int(0)
        } ?? 0
    }

    package func lockConfiguration() throws(StoreError) {
        guard connection.locksRows else { return }
        try connection.post(
            """
            INSERT INTO counters (name, value) VALUES ('configuration_version', 0)
            ON CONFLICT (name) DO UPDATE SET value = counters.value
            """)
    }

    package func raiseConfigurationVersion() throws(StoreError) {
        try connection.post(
            """
            INSERT INTO counters (name, value) VALUES ('configuration_version', 1)
            ON CONFLICT (name) DO UPDATE SET value = counters.value + 1
            """)
    }

    package func note(_ name: String) throws(StoreError) -> [UInt8]? {
        try connection.first("SELECT value FROM notes WHERE name = \(name)\(connection.lock)") {
            row throws(StoreError) in
            try row.bytes(0)
        }
    }

    package func setNote(_ name: String, _ value: [UInt8]) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO notes (name, value) VALUES (\(name), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }
}

extension SQLTransaction: BrandingRecords {
    package func branding() throws(StoreError) -> Branding {
        try setting("branding").map { Branding($0) } ?? Branding()
    }

    package func update(_ branding: Branding) throws(StoreError) { try set("branding", branding.json) }
}

extension SQLTransaction {
    /// One of the tenant's few objects of settings; nil before anyone changes it.
    private func setting(_ name: String) throws(StoreError) -> JSONObject? {
        if let known = try storedSetting(name) { return known }
        guard connection.locksRows else { return nil }
        // There is no row to lock.
        try lockConfiguration()
        return try storedSetting(name)
    }

    private func storedSetting(_ name: String) throws(StoreError) -> JSONObject? {
        try connection.first("SELECT value FROM settings WHERE name = \(name)\(connection.lock)") {
            row throws(StoreError) in
            try row.object(0)
        }
    }

    private func set(_ name: String, _ value: JSONObject) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO settings (name, value) VALUES (\(name), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
        try raiseConfigurationVersion()
    }
}
