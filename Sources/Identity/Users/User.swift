/// A person who logs in with a phone number.
package struct User: Sendable {
    /// `sms|` and 24 hexadecimal digits, unless the operator chose the part after the bar.
    package let id: String
    /// The connection's id.
    package let connectionID: String
    /// The connection's name, the realm.
    package let connection: String
    package var phone: PhoneNumber
    package var phoneIsVerified: Bool
    package var isBlocked: Bool
    /// The other members: name, nickname, picture, given and family name, user and app metadata.
    package var properties: JSONObject
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
    package var lastLogin: Timestamp?
    package var lastIP: String?
    package var loginsCount: Int

    package init(
        id: String, connectionID: String, connection: String, phone: PhoneNumber, phoneIsVerified: Bool = true,
        isBlocked: Bool = false, properties: JSONObject = [:], createdAt: Timestamp, updatedAt: Timestamp? = nil,
        lastLogin: Timestamp? = nil, lastIP: String? = nil, loginsCount: Int = 0
    ) {
        self.id = id
        self.connectionID = connectionID
        self.connection = connection
        self.phone = phone
        self.phoneIsVerified = phoneIsVerified
        self.isBlocked = isBlocked
        self.properties = properties
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.lastLogin = lastLogin
        self.lastIP = lastIP
        self.loginsCount = loginsCount
    }

    /// The part of the id after the bar, which `/passwordless/start` answers as `_id`.
    package var key: String { String(id.dropFirst(User.idPrefix.count)) }
    package static let idPrefix = "sms|"

    /// The name: the one that was set, or the number (contract section 6).
    package var name: String { properties["name"]?.string ?? phone.e164 }

    /// Counts one login.
    package mutating func recordLogin(at time: Timestamp, from address: String) {
        lastLogin = time
        lastIP = address
        loginsCount += 1
        updatedAt = time
        phoneIsVerified = true
    }
}
