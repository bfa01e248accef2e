import Identity
import TestSupport
import Testing

@Suite struct `A page of users` {
    private static let realm = "con_aaaaaaaaaaaaaaaa"

    /// Five users of one connection; the third never logged in; and a sixth, of another connection, with the first's number.
    private func filled(_ engine: TestStore.Engine) async throws -> TestStore {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            try tx.insert(Connection.sample())
            try tx.insert(Connection.sample(id: "con_other", name: "other"))
            for number in 1...5 {
                var user = User.sample(number, phone: .sample(10 - number), createdAt: .after(number))
                if number != 3 { user.recordLogin(at: .after(100 * number % 450), from: "192.0.2.1") }
                if number == 5 { user.recordLogin(at: .after(70), from: "192.0.2.1") }
                _ = try tx.insert(user)
            }
            _ = try tx.insert(
                User.sample(6, connectionID: "con_other", connection: "other", phone: .sample(9), createdAt: .after(0)))
        }
        return test
    }

    private func numbers(_ query: UserQuery, _ test: TestStore) async throws -> (users: [Int], total: Int) {
        let page = try await test.read { tx throws(StoreError) in try tx.users(query) }
        return (page.users.compactMap { $0.id.last?.wholeNumberValue }, page.total)
    }

    @Test(
        arguments: TestStore.Engine.allCases,
        [
            (UserQuery.Condition.everyone, [6, 1, 2, 3, 4, 5]),
            (.nobody, []),
            (.id("sms|user4"), [4]),
            (.id("sms|none"), []),
            (.phone(.sample(9)), [6, 1]),
            (.connection(name: "sms"), [1, 2, 3, 4, 5]),
            (.connection(name: "none"), []),
            (.all([]), [6, 1, 2, 3, 4, 5]),
            (.all([.phone(.sample(9)), .connection(name: "sms")]), [1]),
            (.all([.id("sms|user4"), .all([.nobody, .everyone])]), []),
        ])
    func `holds those who meet its condition`(
        engine: TestStore.Engine, expected: (condition: UserQuery.Condition, users: [Int])
    ) async throws {
        let test = try await filled(engine)
        let page = try await numbers(UserQuery(condition: expected.condition), test)
        #expect(page.users == expected.users)
        #expect(page.total == expected.users.count)
    }

    @Test(
        arguments: TestStore.Engine.allCases,
        [
            (UserQuery.Order.createdAt, [1, 2, 3, 4, 5]),
            (.updatedAt, [3, 5, 1, 2, 4]),
            (.lastLogin, [3, 5, 1, 2, 4]),
            (.loginsCount, [3, 1, 2, 4, 5]),
            (.phoneNumber, [5, 4, 3, 2, 1]),
            (.userID, [1, 2, 3, 4, 5]),
        ])
    func `is sorted, up and down`(
        engine: TestStore.Engine, expected: (order: UserQuery.Order, users: [Int])
    ) async throws {
        let test = try await filled(engine)
        var query = UserQuery(condition: .connection(name: "sms"), order: expected.order)
        let up = try await numbers(query, test)
        query.isDescending = true
        let down = try await numbers(query, test)
        #expect(up.users == expected.users)
        #expect(down.users == expected.users.reversed())
    }

    @Test(
        arguments: TestStore.Engine.allCases,
        [(0, 2, [6, 1]), (2, 2, [2, 3]), (4, 50, [4, 5]), (6, 50, []), (0, 0, [])])
    func `starts and ends where it is asked to, and counts all`(
        engine: TestStore.Engine, expected: (offset: Int, limit: Int, users: [Int])
    ) async throws {
        let test = try await filled(engine)
        let page = try await numbers(UserQuery(offset: expected.offset, limit: expected.limit), test)
        #expect(page.users == expected.users)
        #expect(page.total == 6)
    }

    @Test(arguments: TestStore.Engine.allCases, [false, true])
    func `after an id goes on where the last one ended`(engine: TestStore.Engine, isDescending: Bool) async throws {
        let test = try await filled(engine)
        var seen: [Int] = []
        var query = UserQuery(order: .userID, isDescending: isDescending, limit: 4)
        query.afterID = isDescending ? "sms|z" : ""
        while case let page = try await numbers(query, test), let last = page.users.last {
            seen += page.users
            query.afterID = "sms|user\(last)"
        }
        #expect(seen == (isDescending ? [6, 5, 4, 3, 2, 1] : [1, 2, 3, 4, 5, 6]))
    }
}
