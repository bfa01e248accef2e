import Identity

extension MasterKey {
    /// A key of 32 equal bytes.
    package static func sample(_ byte: UInt8 = 7) -> MasterKey {
        guard let key = MasterKey(Array(repeating: byte, count: 32)) else {
            preconditionFailure("32 bytes are a master key")
        }
        return key
    }
}

extension Vault {
    /// The vault of the sample key.
    package static let sample = Vault(.sample())
}

extension PhoneNumber {
    /// A number of Japan's +8190, made of a count.
    package static func sample(_ number: Int = 1) -> PhoneNumber {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
        guard let phone = PhoneNumber("+8190" + padded) else { preconditionFailure("\(number) makes no phone number") }
        return phone
    }
}

extension Connection {
    /// A connection whose gateway listens on this machine.
    package static func sample(
        id: String = "con_aaaaaaaaaaaaaaaa", name: String = "sms", options: JSONObject = Connection.sampleOptions,
        enabledClients: [String] = ["client"], createdAt: Timestamp = ManualClock.start
    ) -> Connection {
        Connection(id: id, name: name, options: options, enabledClients: enabledClients, createdAt: createdAt)
    }

    /// The options of a signed gateway.
    package static let sampleOptions: JSONObject = [
        "provider": "sms_gateway",
        "gateway_url": "http://127.0.0.1:9/sms",
        "gateway_authentication": [
            "method": "bearer", "subject": "urn:Auth0", "audience": "urn:gateway",
            "secret": "the-gateway-secret-of-a-test", "secret_base64_encoded": false,
        ],
        "template": "Your code is @@password@@",
        "from": "+15550001111",
        "totp": ["length": 6, "time_step": 300],
    ]
}

extension Client {
    /// A confidential client.
    package static func sample(
        id: String = "client", secret: String = "the-client-secret-of-a-test", properties: JSONObject = [:],
        createdAt: Timestamp = ManualClock.start
    ) -> Client {
        let defaults: JSONObject = [
            "name": "Shop", "app_type": "regular_web", "token_endpoint_auth_method": "client_secret_post",
            "grant_types": ["http://auth0.com/oauth/grant-type/passwordless/otp", "client_credentials"],
        ]
        return Client(
            id: id, properties: properties.filled(from: defaults), secret: Secret(secret), createdAt: createdAt)
    }
}

extension ClientGrant {
    /// A grant of one scope to the sample client.
    package static func sample(
        id: String = "cgr_aaaaaaaaaaaaaaaa", clientID: String = "client", audience: String = "https://api.example/",
        scope: [String] = ["read:orders"], createdAt: Timestamp = ManualClock.start
    ) -> ClientGrant {
        ClientGrant(id: id, clientID: clientID, audience: audience, scope: scope, createdAt: createdAt)
    }
}

extension API {
    /// An API with one scope.
    package static func sample(
        id: String = "aaaaaaaaaaaaaaaaaaaaaaaa", identifier: String = "https://api.example/",
        secret: String = "the-api-secret-of-a-test", properties: JSONObject = [:], isSystem: Bool = false,
        createdAt: Timestamp = ManualClock.start
    ) -> API {
        let defaults: JSONObject = [
            "name": "Orders", "scopes": [["value": "read:orders", "description": "Read orders"]],
            "signing_alg": "RS256", "token_lifetime": 3600,
        ]
        return API(
            id: id, identifier: identifier, properties: properties.filled(from: defaults),
            signingSecret: Secret(secret), isSystem: isSystem, createdAt: createdAt)
    }
}

extension User {
    /// A user of the sample connection; the count tells numbers and ids apart.
    package static func sample(
        _ number: Int = 1, id: String? = nil, connectionID: String = "con_aaaaaaaaaaaaaaaa", connection: String = "sms",
        phone: PhoneNumber? = nil, properties: JSONObject = [:], createdAt: Timestamp = ManualClock.start
    ) -> User {
        User(
            id: id ?? "sms|user\(number)", connectionID: connectionID, connection: connection,
            phone: phone ?? .sample(number), properties: properties, createdAt: createdAt)
    }
}

extension LoginCode {
    /// An open code of the sample connection and client.
    package static func sample(
        id: String = "code", connectionID: String = "con_aaaaaaaaaaaaaaaa", phone: PhoneNumber = .sample(),
        holder: LoginHolder = .client("client"), expiresAt: Timestamp = ManualClock.start + .seconds(300),
        state: State = .open(failedAttempts: 0)
    ) -> LoginCode {
        LoginCode(
            id: id, connectionID: connectionID, phone: phone, holder: holder,
            hash: Array(repeating: 0xAB, count: 32), expiresAt: expiresAt, state: state)
    }
}

extension Event {
    /// An event whose id is made of its time and a count.
    package static func sample(
        _ number: Int = 1, _ type: Kind = .login, at time: Timestamp = ManualClock.start, userID: String? = nil,
        clientID: String? = nil
    ) -> Event {
        var event = Event(type, id: Event.newID(at: time, SeededRandom(seed: UInt64(number))), at: time)
        event.userID = userID
        event.clientID = clientID
        return event
    }
}
