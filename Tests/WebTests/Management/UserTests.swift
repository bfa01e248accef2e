import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A user over the Management API` {
    private let phone = "+819012345678"
    private var body: JSONObject { ["connection": "sms", "phone_number": .string(phone)] }

    private func make(_ body: JSONObject? = nil, on server: TestServer) async throws -> (id: String, path: String) {
        let answer = try await server.manage(.post, "users", .object(body ?? self.body))
        let id = try #require(answer["user_id"]?.string)
        return (id, "users/" + id.replacing("|", with: "%7C"))
    }

    @Test func `has the documented form, and no e-mail address`() async throws {
        let server = try await TestServer.start()
        let user = try await server.manage(.post, "users", .object(body))
        #expect(user.status == 201)
        let id = try #require(user["user_id"]?.string)
        let now = JSON.string(server.clock.now().description)
        #expect(id.wholeMatch(of: #/sms\|[0-9a-f]{24}/#) != nil)
        #expect(
            user.json == [
                "user_id": .string(id), "name": .string(phone), "phone_number": .string(phone), "phone_verified": false,
                "created_at": now, "updated_at": now,
                "identities": [
                    [
                        "user_id": .string(String(id.dropFirst(4))), "provider": "sms", "connection": "sms",
                        "isSocial": false,
                    ]
                ],
            ])
    }

    @Test func `has the id that logging in would have given`() async throws {
        let server = try await TestServer.start()
        let connection = try await server.smsConnectionID()
        let user = try await make(on: server)
        let number = try #require(PhoneNumber(phone))
        #expect(user.id == "sms|" + Vault.sample.userKey(connection: connection, phone: number, generation: 0))
    }

    @Test func `can be given an id`() async throws {
        let server = try await TestServer.start()
        #expect(try await make(body.with("user_id", "emp-7"), on: server).id == "sms|emp-7")
    }

    @Test func `is made in a connection that exists`() async throws {
        let answer = try await TestServer.start().manage(.post, "users", .object(body.with("connection", "other")))
        #expect(answer.status == 400)
        #expect(answer.message == "Connection does not exist")
    }

    @Test func `is the only one with its number`() async throws {
        let server = try await TestServer.start()
        _ = try await make(on: server)
        let answer = try await server.manage(.post, "users", .object(body))
        #expect(
            answer.json == [
                "statusCode": 409, "error": "Conflict", "message": "The user already exists.",
                "errorCode": "auth0_idp_error",
            ])
    }

    @Test(arguments: ["081", "+", "+12345678901234567", "+81 90", "+８１"])
    func `has a number in the wire's form`(number: String) async throws {
        let answer = try await TestServer.start().manage(
            .post, "users", .object(body.with("phone_number", .string(number))))
        #expect(answer.status == 400)
        #expect(answer.message?.contains("on property phone_number") == true)
    }

    @Test(arguments: ["password", "email", "username"])
    func `has nothing that only users with a password have`(member: String) async throws {
        let server = try await TestServer.start()
        let created = try await server.manage(.post, "users", .object(body.with(member, "x")))
        let patched = try await server.manage(.patch, "users/any", .object([member: "x"]))
        #expect(created.status == 400)
        #expect(patched.status == 400)
        #expect(created.message?.contains(member) == true)
    }

    @Test func `moves to another number, which is not verified then`() async throws {
        let server = try await TestServer.start()
        let user = try await make(body.with("phone_verified", true), on: server)
        let answer = try await server.manage(
            .patch, user.path, ["phone_number": "+819000000000", "connection": "sms"])
        #expect(answer["phone_number"] == "+819000000000")
        #expect(answer["phone_verified"] == false)
        #expect(answer["user_id"] == .string(user.id))
    }

    @Test func `leaves a number behind that someone else can have`() async throws {
        let server = try await TestServer.start()
        let user = try await make(on: server)
        _ = try await server.manage(.patch, user.path, ["phone_number": "+819000000000", "connection": "sms"])
        #expect(try await make(on: server).id != user.id)
    }

    @Test func `does not move to another user's number`() async throws {
        let server = try await TestServer.start()
        let user = try await make(on: server)
        _ = try await make(body.with("phone_number", "+819000000000"), on: server)
        let answer = try await server.manage(
            .patch, user.path, ["phone_number": "+819000000000", "connection": "sms"])
        #expect(answer.status == 409)
        #expect(answer.message == "The user already exists.")
    }

    @Test func `does not move to another number without its connection named`() async throws {
        let server = try await TestServer.start()
        let user = try await make(on: server)
        let answer = try await server.manage(.patch, user.path, ["phone_number": "+819000000000"])
        #expect(answer.status == 400)
        #expect(answer.message?.contains("Missing required property: connection") == true)
    }

    @Test(arguments: [
        ("other", "Connection does not exist"), ("sms-2", "Connection is not supported for this operation"),
    ])
    func `does not move to another connection`(connection: String, message: String) async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.post, "connections", ["name": "sms-2", "strategy": "sms"])
        let user = try await make(on: server)
        let answer = try await server.manage(.patch, user.path, ["connection": .string(connection)])
        #expect(answer.status == 400)
        #expect(answer.message == message)
    }

    @Test func `is shown as blocked only while it is`() async throws {
        let server = try await TestServer.start()
        let user = try await make(on: server)
        #expect(try await server.manage(.patch, user.path, ["blocked": true])["blocked"] == true)
        #expect(try await server.manage(.patch, user.path, ["blocked": false])["blocked"] == nil)
    }

    @Test func `keeps the metadata that a change does not name`() async throws {
        let server = try await TestServer.start()
        let user = try await make(body.with("user_metadata", ["a": 1, "b": 2]), on: server)
        let answer = try await server.manage(.patch, user.path, ["user_metadata": ["b": nil, "c": 3]])
        #expect(answer["user_metadata"] == ["a": 1, "c": 3])
    }

    @Test func `shows emptied user metadata, and no emptied app metadata`() async throws {
        let server = try await TestServer.start()
        let user = try await make(
            body.with("user_metadata", ["a": 1]).with("app_metadata", ["a": 1]), on: server)
        let answer = try await server.manage(.patch, user.path, ["user_metadata": [:], "app_metadata": [:]])
        #expect(answer["user_metadata"] == [:])
        #expect(answer["app_metadata"] == nil)
    }

    @Test func `opens its app metadata alone to the scope for that alone`() async throws {
        let server = try await TestServer.start()
        let user = try await make(on: server)
        let scopes = ["update:users_app_metadata"]
        let metadata = try await server.manage(.patch, user.path, ["app_metadata": ["a": 1]], scopes: scopes)
        #expect(metadata.status == 200)
        let blocked = try await server.manage(.patch, user.path, ["blocked": true], scopes: scopes)
        #expect(blocked.message == "Insufficient scope, expected any of: update:users")
    }

    @Test func `leaves a trace when it is deleted, and only then`() async throws {
        let server = try await TestServer.start()
        let user = try await make(on: server)
        _ = try await server.manage(.delete, user.path)
        _ = try await server.manage(.delete, user.path)
        #expect(try await server.eventTypes().filter { $0 == .userDeleted }.count == 1)
        let logs = try await server.manage(.get, "\(user.path)/logs")
        #expect(logs.json.array?.first?.object?["type"] == "sdu")
    }

    @Test func `is another one when the number comes back after a deletion`() async throws {
        let server = try await TestServer.start()
        let user = try await make(on: server)
        _ = try await server.manage(.delete, user.path)
        #expect(try await make(on: server).id != user.id)
    }

    @Test func `shows its last login`() async throws {
        let server = try await TestServer.start()
        let connection = try await server.smsConnectionID()
        var record = User.sample(connectionID: connection)
        record.recordLogin(at: server.clock.now(), from: "192.0.2.1")
        let user = record
        try await server.store.write { tx throws(StoreError) in _ = try tx.insert(user) }
        let answer = try await server.manage(.get, "users/sms%7Cuser1")
        #expect(answer["last_ip"] == "192.0.2.1")
        #expect(answer["last_login"] == .string(server.clock.now().description))
        #expect(answer["logins_count"] == 1)
        #expect(answer["phone_verified"] == true)
    }
}

extension JSONObject {
    /// The object with one member more.
    fileprivate func with(_ name: String, _ value: JSON) -> JSONObject {
        var object = self
        object[name] = value
        return object
    }
}
