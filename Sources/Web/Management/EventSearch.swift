import Identity

/// What a list of events is asked for (contract section 8.7).
enum EventSearch {
    /// The newest matches by page, or nil where nothing can match.
    static func pages(_ query: Query, of userID: String? = nil, smallestPage: Int = 0) throws(ManagementError) -> Pages
    {
        let paging = try Paging(query, smallestPage: smallestPage, offersCheckpoints: false)
        guard case .offset(let page, let perPage, let includesTotals) = paging.style else {
            preconditionFailure("a list without checkpoints has pages")
        }
        guard page * perPage < reach else { throw .pageOutOfReach }
        var events = EventQuery(
            userID: userID, isDescending: try isDescending(query["sort"]), offset: page * perPage,
            limit: min(perPage, reach - page * perPage))
        var canMatch = true
        if userID == nil, let text = query["q"] ?? query["search"] {
            guard let search = SearchTerms(text) else { throw notUnderstood }
            canMatch = try narrow(&events, by: search.terms)
        }
        return Pages(
            query: canMatch ? events : nil, start: page * perPage, perPage: perPage, includesTotals: includesTotals)
    }

    /// A page that was asked for; `query` is nil where nothing can match.
    struct Pages: Sendable {
        let query: EventQuery?
        let start: Int
        let perPage: Int
        let includesTotals: Bool
    }

    /// The events after one, oldest first. The other parameters are ignored, as documented.
    static func after(_ id: String, _ query: Query) throws(ManagementError) -> EventQuery {
        guard id.utf8.count <= 64, id.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw .query("Object didn't pass validation for format log-id on property from")
        }
        return EventQuery(afterID: id, isDescending: false, limit: try query.integer("take", 1...100) ?? 50)
    }

    /// How many events a search can page through.
    private static let reach = 1_000

    /// False where nothing can match.
    private static func narrow(
        _ events: inout EventQuery, by terms: [SearchTerms.Term]
    ) throws(ManagementError) -> Bool {
        for term in terms {
            switch term.field {
            case "type":
                let types = term.values.compactMap(Event.Kind.init)
                guard !types.isEmpty else { return false }
                guard events.types == nil else { throw notUnderstood }
                events.types = types
            case "user_id":
                guard term.values.count == 1, events.userID == nil else { throw notUnderstood }
                events.userID = term.values.first
            case "client_id":
                guard term.values.count == 1, events.clientID == nil else { throw notUnderstood }
                events.clientID = term.values.first
            default: throw notUnderstood
            }
        }
        return true
    }

    private static let notUnderstood = ManagementError.search(
        "This server searches logs by type, user_id and client_id, each as field:\"value\", joined by AND; "
            + "several types are joined by OR")

    private static func isDescending(_ sort: String?) throws(ManagementError) -> Bool {
        switch sort {
        case nil, "date:-1": return true
        case "date:1": return false
        default: throw .query("Logs are sorted by date:1 or date:-1 on property sort")
        }
    }
}
