/// Which events a list shall hold.
package struct EventQuery: Sendable {
    package var types: [Event.Kind]?
    package var userID: String?
    package var clientID: String?
    /// Only events after this one, oldest first: checkpoint paging.
    package var afterID: String?
    package var isDescending: Bool
    package var offset: Int
    package var limit: Int

    package init(
        types: [Event.Kind]? = nil, userID: String? = nil, clientID: String? = nil, afterID: String? = nil,
        isDescending: Bool = true, offset: Int = 0, limit: Int = 50
    ) {
        self.types = types
        self.userID = userID
        self.clientID = clientID
        self.afterID = afterID
        self.isDescending = isDescending
        self.offset = offset
        self.limit = limit
    }
}
