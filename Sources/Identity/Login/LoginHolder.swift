/// Who a code was made for, beside its number: whoever else brings it is wrong, and whoever else asks for one does not void it.
package enum LoginHolder: Sendable, Hashable {
    /// A client that asked over the API.
    case client(String)
    /// A login transaction of the hosted page: one browser's visit.
    case browser(String)

    private static let browserPrefix = "browser:"

    /// The stored form. A client id cannot collide with it: ids of transactions are random.
    package var text: String {
        switch self {
        case .client(let id): id
        case .browser(let id): LoginHolder.browserPrefix + id
        }
    }

    /// Reads the stored form.
    package init(text: String) {
        self =
            text.hasPrefix(LoginHolder.browserPrefix)
            ? .browser(String(text.dropFirst(LoginHolder.browserPrefix.count))) : .client(text)
    }
}
