import Identity

/// What a list of users is asked for (contract section 8.6).
struct UserSearch: Sendable {
    let query: UserQuery
    let page: Int
    let perPage: Int
    let includesTotals: Bool

    init(_ query: Query) throws(ManagementError) {
        page = try query.integer("page", 0...Int(Int32.max)) ?? 0
        perPage = try query.integer("per_page", 0...100) ?? 50
        includesTotals = try query.flag("include_totals") ?? false
        _ = try query.flag("primary_order")  // the order is always the same here
        guard page * perPage < UserSearch.reach else { throw .pageOutOfReach }
        let (order, isDescending) = try UserSearch.order(query["sort"])
        self.query = UserQuery(
            condition: try UserSearch.condition(query), order: order, isDescending: isDescending,
            offset: page * perPage, limit: min(perPage, UserSearch.reach - page * perPage))
    }

    /// How many users a search can page through.
    private static let reach = 1_000

    private static func condition(_ query: Query) throws(ManagementError) -> UserQuery.Condition {
        switch query["search_engine"] {
        case nil, "v3": break
        case "v1": throw .search("You are not allowed to use search_engine=v1")
        case "v2": throw .search("You are not allowed to use search_engine=v2. Use search_engine=v3 instead")
        case .some(let other): throw .query("No enum match for: \(other.prefix(64)) on property search_engine")
        }
        var conditions: [UserQuery.Condition] = []
        if let name = query["connection"] { conditions.append(.connection(name: name)) }
        if let text = query["q"], text != "*" {
            guard let search = SearchTerms(text) else { throw notUnderstood }
            for term in search.terms { conditions.append(try condition(term)) }
        }
        switch conditions.count {
        case 0: return .everyone
        case 1: return conditions[0]
        default: return .all(conditions)
        }
    }

    private static func condition(_ term: SearchTerms.Term) throws(ManagementError) -> UserQuery.Condition {
        guard let value = term.values.first, term.values.count == 1 else { throw notUnderstood }
        switch term.field {
        case "user_id": return .id(value)
        case "phone_number": return PhoneNumber(value).map { .phone($0) } ?? .nobody
        case "identities.connection": return .connection(name: value)
        case "identities.provider": return value == Connection.strategy ? .everyone : .nobody
        case "identities.user_id": return .id(User.idPrefix + value)
        default: throw notUnderstood
        }
    }

    private static let notUnderstood = ManagementError.search(
        "This server searches users by user_id, phone_number, identities.connection, identities.user_id and "
            + "identities.provider, each as field:\"value\", joined by AND")

    private static func order(_ text: String?) throws(ManagementError) -> (UserQuery.Order, Bool) {
        guard let text else { return (.createdAt, false) }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let order = UserQuery.Order(rawValue: String(parts[0])),
            parts[1] == "1" || parts[1] == "-1"
        else {
            let known = UserQuery.Order.allCases.map(\.rawValue).joined(separator: ", ")
            throw .query("Users are sorted by one of \(known), followed by :1 or :-1, on property sort")
        }
        return (order, parts[1] == "-1")
    }
}
