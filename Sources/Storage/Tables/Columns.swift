import Identity

/// A time is stored as microseconds since 1970.
extension Timestamp: SQLBindable {
    package var sqlValue: SQLValue { .integer(microseconds) }
}

/// A number is stored in clear: operators search for it.
extension PhoneNumber: SQLBindable {
    package var sqlValue: SQLValue { .text(e164) }
}

/// An object is stored as JSON text without spaces.
extension JSONObject: SQLBindable {
    package var sqlValue: SQLValue { .text(isEmpty ? "{}" : JSON.object(self).text) }
}

extension SQLRow {
    /// A time; not NULL.
    func time(_ column: Int) throws(StoreError) -> Timestamp {
        Timestamp(microseconds: try int64(column))
    }

    /// A time, or nil for NULL.
    func optionalTime(_ column: Int) throws(StoreError) -> Timestamp? {
        try optionalInt64(column).map(Timestamp.init(microseconds:))
    }

    /// A phone number; not NULL.
    func phone(_ column: Int) throws(StoreError) -> PhoneNumber {
        guard let phone = PhoneNumber(try text(column)) else {
            throw .failed("column \(column) holds no phone number")
        }
        return phone
    }

    /// A JSON object; not NULL.
    func object(_ column: Int) throws(StoreError) -> JSONObject {
        let text = try text(column)
        if text == "{}" { return [:] }
        guard let object = try JSON.stored(text.utf8).object else { throw .failed("column \(column) holds no object") }
        return object
    }
}

extension JSON {
    /// Reads what this program wrote: texts from outside were bounded when they came in, and stand inside others here.
    static func stored(_ text: some Collection<UInt8>) throws(StoreError) -> JSON {
        var limits = Limits()
        limits.depth = 64
        limits.values = 1_000_000
        do throws(JSONProblem) {
            return try parse(text, limits: limits)
        } catch {
            throw .failed("a stored JSON text cannot be read: \(error)")
        }
    }
}
