import Identity
import TestSupport
import Testing

@Suite struct `What is spent` {
    @Test(arguments: TestStore.Engine.allCases, SpentKind.allCases)
    func `is spent once`(engine: TestStore.Engine, kind: SpentKind) async throws {
        let test = try await TestStore.open(engine)
        let results = try await test.write { tx throws(StoreError) in
            [
                try tx.isSpent(kind, id: "a"), try tx.spend(kind, id: "a", until: .after(1)),
                try tx.isSpent(kind, id: "a"), try tx.spend(kind, id: "a", until: .after(9)),
                try tx.isSpent(kind, id: "a"), try tx.isSpent(kind, id: "b"),
            ]
        }
        #expect(results == [false, true, true, false, true, false])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `is spent for one kind`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let results = try await test.write { tx throws(StoreError) in
            var results: [Bool] = []
            for kind in SpentKind.allCases { results.append(try tx.spend(kind, id: "a", until: .after(1))) }
            return results
        }
        #expect(results.allSatisfy { $0 })
    }

    @Test(arguments: TestStore.Engine.allCases, Hostile.texts)
    func `may be named by any text`(engine: TestStore.Engine, text: String) async throws {
        let test = try await TestStore.open(engine)
        let results = try await test.write { tx throws(StoreError) in
            [
                try tx.spend(.dpopProof, id: text, until: .after(1)), try tx.isSpent(.dpopProof, id: text),
                try tx.isSpent(.dpopProof, id: text + "x"),
            ]
        }
        #expect(results == [true, true, false])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `is spent by one of a hundred at once`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 1...100 {
                group.addTask {
                    try await test.write { tx throws(StoreError) in
                        try tx.spend(.loginTicket, id: "a", until: .after(1))
                    }
                }
            }
            return try await group.reduce(into: 0) { wins, isFirst in if isFirst { wins += 1 } }
        }
        #expect(wins == 1)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `is not spent by a transaction that throws`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        await #expect(throws: StoreError.failed("on purpose")) {
            try await test.write { tx throws(StoreError) in
                _ = try tx.spend(.grant, id: "a", until: .after(1))
                throw .failed("on purpose")
            }
        }
        let (isSpent, isFirst) = try await test.write { tx throws(StoreError) in
            (try tx.isSpent(.grant, id: "a"), try tx.spend(.grant, id: "a", until: .after(1)))
        }
        #expect(!isSpent)
        #expect(isFirst)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `is forgotten after its end`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for number in 1...6 { _ = try tx.spend(.clientAssertion, id: "\(number)", until: .after(number)) }
        }
        try await test.sweep(.spentMark, endedBefore: .after(6))
        let isSpent = try await test.read { tx throws(StoreError) in
            try (1...6).map { number throws(StoreError) in try tx.isSpent(.clientAssertion, id: "\(number)") }
        }
        #expect(isSpent == [false, false, false, false, false, true])
    }
}
