/// Something that happened, as the Management API's `/logs` shows it (contract section 8.7).
package struct Event: Sendable {
    /// Sorts by time: see `newID`.
    package let id: String
    package let at: Timestamp
    package let type: Kind
    package var description: String
    package var connection: String?
    package var connectionID: String?
    package var clientID: String?
    package var clientName: String?
    package var ip: String?
    package var userAgent: String?
    package var userID: String?
    package var userName: String?
    package var audience: String?
    package var scope: String?
    package var details: JSONObject

    package init(_ type: Kind, id: String, at: Timestamp, description: String = "", details: JSONObject = [:]) {
        self.type = type
        self.id = id
        self.at = at
        self.description = description
        self.details = details
    }

    /// The same, with whose call it tells of.
    package func called(by client: Client, from caller: Caller) -> Event {
        var event = self
        event.clientID = client.id
        event.clientName = client.name
        event.ip = caller.address.description
        event.userAgent = caller.userAgent
        return event
    }

    /// The documented type codes that can occur.
    package enum Kind: String, Sendable, CaseIterable {
        case codeSent = "cs"
        case failedLogin = "f"
        case login = "s"
        case signup = "ss"
        case failedSignup = "fs"
        case failedCodeExchange = "fepotpft"
        case silentLogin = "ssa"
        case failedSilentLogin = "fsa"
        case crossOriginLogin = "scoa"
        case failedCrossOriginLogin = "fcoa"
        case originRefused = "fco"
        case authorizationCodeExchange = "seacft"
        case failedAuthorizationCodeExchange = "feacft"
        case refreshExchange = "sertft"
        case failedRefreshExchange = "fertft"
        case refreshTokenReused = "ferrt"
        case refreshTokenRevoked = "srrt"
        case logout = "slo"
        case failedLogout = "flo"
        case clientCredentialsExchange = "seccft"
        case failedClientCredentialsExchange = "feccft"
        case tooManyFailures = "limit_wc"
        case sendsPaused = "limit_phone"
        case rateLimited = "api_limit"
        case managementWrite = "sapi"
        case managementSecretRead = "mgmt_api_read"
        case userDeleted = "sdu"
        case userNotDeleted = "fdu"
        case deprecation = "depnote"
        case warning = "w"
        case notificationFailed = "fn"
        case blockReleased = "ublkdu"
    }

    /// `90020`, the time in microseconds on 17 digits and 14 random digits: ids sort as their times do.
    package static func newID(at time: Timestamp, _ random: some RandomSource) -> String {
        let digits = String(max(0, time.microseconds))
        return "90020" + String(repeating: "0", count: max(0, 17 - digits.utf8.count)) + digits + random.digits(14)
    }
}

/// Who called: what events and the gateway's `req` say of the request.
package struct Caller: Sendable {
    package let address: IPAddress
    package let userAgent: String?
    package init(address: IPAddress, userAgent: String?) {
        self.address = address
        self.userAgent = userAgent.map { String($0.prefix(512)) }
    }
}
