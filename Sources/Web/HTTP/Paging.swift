import Hummingbird
import Identity

/// Which part of a list is wanted (contract section 8.3).
struct Paging: Sendable {
    enum Style: Sendable, Equatable {
        case offset(page: Int, perPage: Int, includesTotals: Bool)
        case checkpoint(from: String?, take: Int)
    }

    let style: Style

    /// Reads `page`, `per_page`, `include_totals`, `from` and `take`. `take` or `from` means checkpoints.
    ///
    /// - Parameters:
    ///   - defaultSize: how many items a page has when nobody says.
    ///   - largestTake: the largest `take` of this list.
    ///   - offersCheckpoints: whether the list can be walked by `from` and `take`.
    init(
        _ query: Query, defaultSize: Int = 50, smallestPage: Int = 1, largestTake: Int = 100,
        offersCheckpoints: Bool = true
    ) throws(ManagementError) {
        let take = try query.integer("take", 1...largestTake)
        let from = query["from"]
        guard offersCheckpoints, take != nil || from != nil else {
            let page = try query.integer("page", 0...Int(Int32.max)) ?? 0
            let perPage = try query.integer("per_page", smallestPage...100) ?? defaultSize
            // Without any paging parameter a bare list holds as many items as the resource's default.
            style = .offset(page: page, perPage: perPage, includesTotals: try query.flag("include_totals") ?? false)
            return
        }
        style = try Paging.checkpoint(from: from, take: take)
    }

    /// Reads `from` and `take` of a list that is walked by checkpoints alone.
    init(checkpointsIn query: Query, largestTake: Int = 100) throws(ManagementError) {
        style = try Paging.checkpoint(from: query["from"], take: query.integer("take", 1...largestTake))
    }

    private static func checkpoint(from: String?, take: Int?) throws(ManagementError) -> Style {
        if let from, from.utf8.count > 1_000 {
            throw .query("String is too long (\(from.utf8.count) chars), maximum 1000 on property from")
        }
        return .checkpoint(from: from, take: take ?? 50)
    }

    /// Cuts the page out of a whole list that is ordered oldest first, and wraps it as the wire wants.
    ///
    /// - Parameters:
    ///   - name: the collection's name on the wire.
    ///   - addsLength: whether the totals hold `length` (users, logs and clients only).
    func answer<T>(
        _ items: [T], as name: String, id: (T) -> String, addsLength: Bool = false, json: (T) -> JSON
    ) throws(ManagementError) -> JSON {
        switch style {
        case .offset(let page, let perPage, let includesTotals):
            let (start, overflows) = page.multipliedReportingOverflow(by: perPage)
            let selected = overflows ? [] : Array(items.prefix(1_000).dropFirst(start).prefix(perPage))
            return Paging.wrap(
                selected.map(json), as: name, start: start, limit: perPage, total: items.count,
                includesTotals: includesTotals, addsLength: addsLength)
        case .checkpoint(let from, let take):
            var rest = items[...]
            if let from {
                guard let index = items.firstIndex(where: { id($0) == from }) else {
                    throw .query("The checkpoint ID provided in the 'from' parameter has expired or is invalid")
                }
                rest = items[(index + 1)...]
            }
            let selected = rest.prefix(take)
            var answer: JSONObject = [:]
            if rest.count > take, let last = selected.last { answer["next"] = .string(id(last)) }
            answer[name] = .array(selected.map(json))
            return .object(answer)
        }
    }

    /// A bare array, or the envelope with totals.
    static func wrap(
        _ items: [JSON], as name: String, start: Int, limit: Int, total: Int, includesTotals: Bool, addsLength: Bool
    ) -> JSON {
        guard includesTotals else { return .array(items) }
        var answer: JSONObject = ["start": .int(start), "limit": .int(limit)]
        if addsLength { answer["length"] = .int(items.count) }
        answer["total"] = .int(total)
        answer[name] = .array(items)
        return .object(answer)
    }
}
