import Identity

/// Ended rows are looked for by a reader, and the writer removes them by their keys: a table of millions is walked through in the
/// order of its keys without keeping a login waiting.
extension SQLStore: SweepableStore {
    package func sweepStep(_ kind: PassingKind, endedBefore time: Timestamp) async throws(StoreError) -> Bool {
        try await sweepStep(kind, endedBefore: time, slice: 500, block: 10_000)
    }

    /// - Parameters:
    ///   - slice: how many rows are removed at most.
    ///   - block: how many are looked at.
    package func sweepStep(
        _ kind: PassingKind, endedBefore time: Timestamp, slice: Int, block: Int
    ) async throws(StoreError) -> Bool {
        let table = SweptTable.of(kind)
        let start = sweptUpTo.withLock { $0[kind] }
        let (ended, end) = try await database.read { connection throws(StoreError) in
            let end = try table.key(block, after: start, connection)
            return (try table.ended(before: time, after: start, upTo: end, limit: slice, connection), end)
        }
        if !ended.isEmpty {
            try await database.write { connection throws(StoreError) in
                try table.delete(ended, endedBefore: time, connection)
            }
        }
        let reached = ended.count < slice ? end : ended.last
        sweptUpTo.withLock { $0[kind] = reached }
        return reached != nil
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
