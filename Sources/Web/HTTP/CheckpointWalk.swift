import Identity

/// A page of a list that the store gives piece by piece and that is walked by checkpoints alone (contract section 8.3).
struct CheckpointWalk: Sendable {
    /// The id after which the page begins.
    let from: String?
    private let take: Int

    /// Reads `from` and `take`; `include_totals` changes nothing, as these lists have no totals.
    init(_ query: Query) throws(ManagementError) {
        _ = try query.flag("include_totals")
        guard case .checkpoint(let from, let take) = try Paging(checkpointsIn: query).style else {
            throw .query("Expected from and take")
        }
        self.from = from
        self.take = take
    }

    /// The page's items that are wanted, and one more where there is one.
    ///
    /// - Parameter next: the items after the one of an id, at most so many.
    func collect<T>(
        id: (T) -> String, where isWanted: (T) -> Bool, next: (String?, Int) throws(StoreError) -> [T]
    ) throws(StoreError) -> [T] {
        var found: [T] = []
        var after = from
        while found.count <= take {
            let items = try next(after, take + 1)
            found += items.filter(isWanted)
            guard items.count > take, let last = items.last else { break }
            after = id(last)
        }
        return found
    }

    /// The items of one page and, where there are more, the checkpoint of the next.
    func answer<T>(_ found: [T], as name: String, id: (T) -> String, json: (T) -> JSON) -> JSON {
        let page = found.prefix(take)
        var answer: JSONObject = [name: .array(page.map(json))]
        if found.count > take, let last = page.last { answer["next"] = .string(id(last)) }
        return .object(answer)
    }
}

extension ManagementError {
    static let staleCheckpoint = query(
        "The checkpoint ID provided in the 'from' parameter has expired or is invalid")
}
