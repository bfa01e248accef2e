/// Which users a list shall hold, in which order.
package struct UserQuery: Sendable {
    /// What the users must have in common.
    package enum Condition: Sendable, Equatable {
        case everyone
        case id(String)
        case phone(PhoneNumber)
        case connection(name: String)
        case nobody
        case all([Condition])
    }

    /// The members by which users can be sorted.
    package enum Order: String, Sendable, CaseIterable {
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case lastLogin = "last_login"
        case loginsCount = "logins_count"
        case phoneNumber = "phone_number"
        case userID = "user_id"
    }

    package var condition: Condition
    package var order: Order
    package var isDescending: Bool
    package var offset: Int
    package var limit: Int
    /// Only users after this id, for checkpoint paging by id.
    package var afterID: String?

    package init(
        condition: Condition = .everyone, order: Order = .createdAt, isDescending: Bool = false, offset: Int = 0,
        limit: Int = 50, afterID: String? = nil
    ) {
        self.condition = condition
        self.order = order
        self.isDescending = isDescending
        self.offset = offset
        self.limit = limit
        self.afterID = afterID
    }
}
