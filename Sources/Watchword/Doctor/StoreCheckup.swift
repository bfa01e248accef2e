import Identity
import Logging
import Storage

/// Looks into the store, beside a running server or without one, and changes nothing.
struct StoreCheckup {
    /// What the other checks need of it.
    struct Content: Sendable {
        let connections: [Connection]
        /// The ids of the published signing keys.
        let keyIDs: Set<String>
    }

    let place: SQLStore.Place
    let masterKey: MasterKey
    let admin: AdminSettings.Client?
    let clock: any WallClock
    let logger: Logger

    func examine() async -> (findings: [Finding], content: Content?) {
        let vault = Vault(masterKey)
        if let refusal = await shape() { return ([refusal], nil) }
        let store: SQLStore
        do {
            store = try await SQLStore.open(place, vault: vault, clock: clock, logger: logger)
        } catch { return ([.fail("store", StartProblem.store(error, in: place).description)], nil) }
        let result = await examine(store)
        await store.close()
        return result
    }

    /// The newest shape that this program knows.
    private var known: Int { Migrator.all(for: .sqlite).newest }

    /// Nil when the store has exactly this program's shape. To open another one would change it.
    private func shape() async -> Finding? {
        do throws(StoreError) {
            let found = try await SQLStore.shape(at: place)
            guard found > 0 else { return .warn("store", "it is empty; the next start fills it") }
            throw .newerVersion(found: found, known: known)
        } catch .newerVersion(let found, _) {
            if found == known { return nil }
            guard found < known else {
                return .fail(
                    "store", StartProblem.store(.newerVersion(found: found, known: known), in: place).description)
            }
            return .warn(
                "store", "its shape is \(found), and this program's is \(known); the rest of it was not looked at",
                mend: place.isFile
                    ? "The next `watchword serve` copies it and brings it up to date."
                    : "The next `watchword serve` brings it up to date. Make a backup first.")
        } catch {
            return .fail("store", StartProblem.store(error, in: place).description)
        }
    }

    private func examine(_ store: SQLStore) async -> (findings: [Finding], content: Content?) {
        do throws(StoreError) {
            let damage = try await store.integrityCheck()
            guard damage.isEmpty else {
                return (
                    [
                        .fail(
                            "store", "it is damaged: \(damage.prefix(3).joined(separator: "; "))",
                            mend: "Stop the server and restore the last backup.")
                    ], nil
                )
            }
            let (configuration, adminFinding) = try await store.read { [admin] tx throws(StoreError) in
                (try TenantConfiguration(tx), try StoreCheckup.check(admin, in: tx))
            }
            let shape = known
            let findings: [Finding] = [
                .ok(
                    "store",
                    place.isFile
                        ? "it opens with this master key, is undamaged, and has shape \(shape)"
                        : "\(place): it opens with this master key, and has shape \(shape)"),
                .ok("signing key", configuration.keys.current.key.kid), adminFinding,
            ].compactMap(\.self)
            return (
                findings,
                Content(
                    connections: configuration.connections,
                    keyIDs: Set(configuration.keys.entries.map(\.key.kid)))
            )
        } catch {
            return ([.fail("store", StartProblem.store(error, in: place).description)], nil)
        }
    }

    /// Whether the settings' administration client is the store's; `serve` refuses to start otherwise.
    private static func check(
        _ admin: AdminSettings.Client?, in tx: any StoreTransaction
    ) throws(StoreError) -> Finding? {
        guard let admin else { return nil }
        guard let client = try tx.client(id: admin.id) else {
            return .fail(
                "first client", "the store has no client \(admin.id)",
                mend: "Give the store's own admin_client_id, or leave both admin settings out.")
        }
        guard client.hasSecret(admin.secret.exposed) else {
            return .fail(
                "first client", "the settings give another secret for \(admin.id) than the store holds",
                mend: "Run `watchword admin set-secret` with these settings to make theirs the valid one.")
        }
        return .ok("first client", "\(admin.id) has the settings' secret")
    }
}
