import HTTPTypes
import Identity
import TestSupport
import Testing

/// A resource of the Management API, as the tests that hold for every resource see it.
struct ManagementResource: Sendable, CustomTestStringConvertible {
    let path: String
    /// The list's name in an envelope.
    let collection: String
    /// The member that names a record.
    let key: String
    /// The message and code of a 404.
    let missing: (message: String, code: String)
    var hasCheckpoints = true
    var hasLength = false
    /// The smallest `per_page`.
    var smallestPage = 1
    /// How many records a new server has.
    var initialCount = 0
    /// The body of the n-th new record.
    let body: @Sendable (Int) -> JSON
    /// A member that can be set, changed and, with null, taken away or brought back to its default.
    let optional: (name: String, first: JSON, second: JSON, afterNull: JSON?)
    /// A change that is always accepted.
    var patch: JSON { .object([optional.name: optional.second]) }

    var testDescription: String { path }

    static let connections = ManagementResource(
        path: "connections", collection: "connections", key: "id",
        missing: ("The connection does not exist", "inexistent_connection"), initialCount: 1,
        body: { ["name": .string("sms-\($0)"), "strategy": "sms"] }, optional: ("display_name", "One", "Two", nil))

    static let clients = ManagementResource(
        path: "clients", collection: "clients", key: "client_id",
        missing: ("The client does not exist", "inexistent_client"), hasLength: true, smallestPage: 0, initialCount: 1,
        body: { ["name": .string("Shop \($0)")] }, optional: ("description", "One", "Two", nil))

    static let clientGrants = ManagementResource(
        path: "client-grants", collection: "client_grants", key: "id",
        missing: ("The client grant does not exist", "inexistent_client_grant"), initialCount: 1,
        body: { ["client_id": "admin", "audience": .string("https://api-\($0).example/"), "scope": ["read:orders"]] },
        optional: ("organization_usage", "deny", "allow", nil))

    static let apis = ManagementResource(
        path: "resource-servers", collection: "resource_servers", key: "id",
        missing: ("The resource server does not exist", "inexistent_resource_server"), hasCheckpoints: false,
        initialCount: 1,
        body: {
            [
                "identifier": .string("https://new-\($0).example/"), "name": .string("Orders \($0)"),
                "scopes": [["value": "read:orders"]],
            ]
        }, optional: ("verificationLocation", "https://a.example/", "https://b.example/", nil))

    static let users = ManagementResource(
        path: "users", collection: "users", key: "user_id",
        missing: ("The user does not exist.", "inexistent_user"), hasCheckpoints: false, hasLength: true,
        smallestPage: 0, body: { ["connection": "sms", "phone_number": .string(PhoneNumber.sample($0).e164)] },
        optional: ("nickname", "One", "Two", nil))

    static let all = [connections, clients, clientGrants, apis, users]
    static let withCheckpoints = all.filter(\.hasCheckpoints)

    /// A server on which records of this resource can be made.
    func start() async throws -> TestServer {
        let server = try await TestServer.start()
        if path == "client-grants" {
            for number in 1...5 {
                let api = API.sample(
                    id: "00000000000000000000000\(number)", identifier: "https://api-\(number).example/")
                try await server.store.write { tx throws(StoreError) in try tx.insert(api) }
            }
            try await server.configuration.reload()
        }
        return server
    }

    /// Makes the n-th record, a second after the one before; returns its key as it stands in a path.
    func make(_ number: Int, on server: TestServer) async throws -> String {
        server.clock.advance(by: .seconds(1))
        let answer = try await server.manage(.post, path, body(number))
        return try #require(answer[key]?.string).replacing("|", with: "%7C")
    }

    /// The keys of a list's items.
    func keys(_ items: JSON?) -> [String] { (items?.array ?? []).compactMap { $0.object?[key]?.string } }
}
