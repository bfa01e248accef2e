import Identity

/// Ended rows are looked for by a reader, and the writer removes them by their keys: a table of millions is walked through
/// once a minute without keeping a login waiting.
extension SQLStore: SweepableStore {
    package func remove(
        _ kind: PassingKind, endedBefore time: Timestamp, limit: Int
    ) async throws(StoreError) -> Int {
        let table = SweptTable.of(kind)
        let keys = try await database.read { connection throws(StoreError) in
            try table.keys(endedBefore: time, limit: limit, connection)
        }
        guard !keys.isEmpty else { return 0 }
        return try await database.write { connection throws(StoreError) in
            try table.delete(keys, endedBefore: time, connection)
        }
    }
}

extension SweptTable {
    fileprivate static func of(_ kind: PassingKind) -> SweptTable {
        switch kind {
        case .loginCode: .loginCodes
        case .numberHistory: .numberHistories
        case .addressLimit: .addressLimits
        case .authorizationCode: .authorizationCodes
        case .spentMark: .spent
        }
    }
}
