/// A row that a transaction is about to read: what it is found by.
package enum Foreseen: Sendable {
    /// What is remembered of a number. Where there is nothing yet, a blank row is made for it if the engine needs one to lock: what is
    /// foreseen after it would be locked before it otherwise.
    case number(connectionID: String, PhoneNumber)
    /// The limit of an address, of which there may be nothing yet.
    case address(String)
    case loginCode(connectionID: String, PhoneNumber, LoginHolder)
    case user(connectionID: String, PhoneNumber)
    case userByID(String)
    case session(String)
    case refreshToken(String)
}
