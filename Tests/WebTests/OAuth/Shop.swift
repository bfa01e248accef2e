import Foundation
import HTTPTypes
import Identity
import TestSupport

/// A server with applications of every kind that log people in by SMS, and an API to call.
///
/// - `shop` is confidential and sends its secret in the body, `basic` sends it in the header, `app` is public.
/// - `outsider` is public, and the connection is not enabled for it.
extension TestServer {
    static let otpGrant = "http://auth0.com/oauth/grant-type/passwordless/otp"
    static let secret = "the-client-secret-of-a-test"
    static let phone = "+819012345678"
    static let orders = "https://api.example/"
    static let wrongCode = "Wrong phone number or verification code."

    static func withShop(
        options: JSONObject = [:], limits: AbusePolicy.Limits = .none, proxies: TrustedProxies = TrustedProxies([])
    ) async throws -> TestServer {
        let server = try await start(limits: limits, proxies: proxies)
        try await server.change { tx throws(StoreError) in
            guard var sms = try tx.connection(named: "sms") else { throw .failed("there is no connection") }
            sms.replaceOptions(
                options.filled(from: [
                    "provider": "sms_gateway", "gateway_url": "https://sms.example.com/", "from": "+1 234 567",
                    "template": "Your code is @@password@@", "totp": ["length": 6, "time_step": 300],
                ]))
            sms.enabledClients = ["shop", "basic", "app"]
            try tx.update(sms)
            let pages: JSONObject = ["web_origins": ["https://shop.example"]]
            try tx.insert(.sample(id: "shop", secret: secret, properties: pages))
            try tx.insert(
                .sample(id: "basic", secret: secret, properties: ["token_endpoint_auth_method": "client_secret_basic"]))
            let publicly: JSONObject = [
                "app_type": "native", "token_endpoint_auth_method": "none",
                "callbacks": ["https://app.example:8443/callback"],
            ]
            try tx.insert(.sample(id: "app", secret: secret, properties: publicly))
            try tx.insert(.sample(id: "outsider", secret: secret, properties: publicly))
            try tx.insert(.sample(identifier: orders))
            try tx.insert(.sample(clientID: "shop", audience: orders, scope: ["read:orders"]))
        }
        return server
    }

    /// Changes the configuration, and lets the server see it.
    func change(_ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Void) async throws {
        try await store.write { tx throws(StoreError) in
            try body(tx)
            try tx.raiseConfigurationVersion()
        }
        try await configuration.reload()
    }

    /// Changes a client's properties.
    func change(client id: String, _ properties: JSONObject) async throws {
        try await change { tx throws(StoreError) in
            guard var client = try tx.client(id: id) else { throw .failed("there is no client \(id)") }
            client.properties = properties.filled(from: client.properties)
            try tx.update(client)
        }
    }

    /// Changes the properties of the API.
    func change(api properties: JSONObject) async throws {
        try await change { tx throws(StoreError) in
            guard var api = try tx.api(identifier: TestServer.orders) else { throw .failed("there is no API") }
            api.properties = properties.filled(from: api.properties)
            try tx.update(api)
        }
    }

    /// Changes the tenant's settings.
    func change(settings body: JSON) async throws {
        let patch = try TenantSettings.Patch(body)
        try await change { tx throws(StoreError) in try tx.update(patch.apply(to: try tx.tenantSettings())) }
    }

    /// `POST /passwordless/start` by the public client, unless the members say otherwise.
    func start(
        _ members: JSONObject = [:], without removed: [String] = [], headers: HTTPFields = [:]
    ) async throws -> TestAnswer {
        let body = members.filled(from: [
            "client_id": "app", "connection": "sms", "phone_number": .string(TestServer.phone), "send": "code",
        ])
        return try await send(
            .post, "/passwordless/start", json: .object(body.filter { name, _ in !removed.contains(name) }),
            headers: headers)
    }

    /// Has a code sent, and brings it.
    func code(_ phone: String = TestServer.phone, client: String = "app") async throws -> String {
        var members: JSONObject = ["client_id": .string(client), "phone_number": .string(phone)]
        if client == "shop" { members["client_secret"] = .string(TestServer.secret) }
        let sent = provider.messages.count
        let answer = try await start(members, headers: client == "basic" ? .basic("basic") : [:])
        guard provider.messages.count > sent, let code = provider.newestCode else { throw NoCode(answer: answer.text) }
        return code
    }

    /// `POST /oauth/token` for a code, by the public client, unless the members say otherwise.
    func exchange(
        _ code: String, _ members: JSONObject = [:], without removed: [String] = [], headers: HTTPFields = [:]
    ) async throws -> TestAnswer {
        let body = members.filled(from: [
            "grant_type": .string(TestServer.otpGrant), "client_id": "app", "username": .string(TestServer.phone),
            "otp": .string(code), "realm": "sms",
        ])
        return try await token(body.filter { name, _ in !removed.contains(name) }, headers: headers)
    }

    /// `POST /oauth/token` for the confidential client itself, unless the members say otherwise.
    func clientCredentials(_ members: JSONObject = [:], without removed: [String] = []) async throws -> TestAnswer {
        let body = members.filled(from: [
            "grant_type": "client_credentials", "client_id": "shop", "client_secret": .string(TestServer.secret),
            "audience": .string(TestServer.orders),
        ])
        return try await token(body.filter { name, _ in !removed.contains(name) })
    }

    /// `POST /oauth/token`.
    func token(_ body: JSONObject, headers: HTTPFields = [:]) async throws -> TestAnswer {
        try await send(.post, "/oauth/token", json: .object(body), headers: headers)
    }

    /// `POST` with a form.
    func form(_ path: String, _ body: String, headers: HTTPFields = [:]) async throws -> TestAnswer {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(.post, path, headers: headers, body: Array(body.utf8))
    }

    /// The sample number's user.
    func user() async throws -> User? {
        try await store.read { tx throws(StoreError) in
            guard let phone = PhoneNumber(TestServer.phone), let sms = try tx.connection(named: "sms") else {
                return nil
            }
            return try tx.user(connectionID: sms.id, phone: phone)
        }
    }

    /// Changes the sample number's user.
    func changeUser(_ change: @escaping @Sendable (inout User) -> Void) async throws {
        guard var user = try await user() else { throw NoCode(answer: "there is no user") }
        change(&user)
        try await store.write { [user] tx throws(StoreError) in _ = try tx.update(user) }
    }
}

struct NoCode: Error {
    let answer: String
}

extension AbusePolicy.Limits {
    static let none = AbusePolicy.Limits(
        startsPerAddressPerHour: nil, sendsPerNumberPerHour: nil, sendsPerNumberPerDay: nil)
}

extension HTTPFields {
    /// `Authorization: Basic`.
    static func basic(_ id: String, _ secret: String = TestServer.secret) -> HTTPFields {
        [.authorization: "Basic \(Data("\(id):\(secret)".utf8).base64EncodedString())"]
    }

    static func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }

    /// One header.
    static func one(_ name: String, _ value: String) -> HTTPFields {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return [name: value]
    }

    /// A header by its name.
    subscript(text name: String) -> String? { HTTPField.Name(name).flatMap { self[$0] } }
}

extension TestAnswer {
    /// The members `error` and `error_description`, and the status: what clients key on.
    var refusal: Refusal {
        Refusal(status, self["error"]?.string ?? "", self["error_description"]?.string ?? "")
    }
}

/// An Authentication API error.
struct Refusal: Equatable, CustomStringConvertible {
    let status: Int
    let error: String
    let text: String

    init(_ status: Int, _ error: String, _ text: String) {
        self.status = status
        self.error = error
        self.text = text
    }

    var description: String { "\(status) \(error): \(text)" }
}
