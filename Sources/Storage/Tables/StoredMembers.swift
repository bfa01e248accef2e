import Identity

/// Members that have no column of their own, written at once as the JSON text of an object. No object is made: each login
/// writes several.
struct StoredMembers: SQLBindable {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(512) }

    /// A member whose name needs no escape.
    mutating func put(_ name: StaticString, _ value: JSON) {
        bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        value.write(to: &bytes)
    }

    /// A text, or nothing for nil.
    mutating func put(_ name: StaticString, _ text: String?) {
        if let text { put(name, .string(text)) }
    }

    /// A time in microseconds since 1970, or nothing for nil.
    mutating func put(_ name: StaticString, _ time: Timestamp?) {
        if let time { put(name, .integer(time.microseconds)) }
    }

    /// A scope, as the list of its values.
    mutating func put(_ name: StaticString, _ scope: Scope) { put(name, .strings(scope.values)) }

    /// Address and user agent of a caller.
    mutating func put(_ caller: SessionCaller) {
        put("ip", caller.ip)
        put("user_agent", caller.userAgent)
    }

    package var sqlValue: SQLValue {
        bytes.isEmpty ? .text("{}") : .text(String(decoding: bytes, as: UTF8.self) + "}")
    }
}

extension JSONObject {
    /// A time that was put; nil where there was none.
    func time(_ name: String) -> Timestamp? { self[name]?.integer.map { Timestamp(microseconds: Int64($0)) } }

    /// A scope that was put.
    func scope(_ name: String) -> Scope { Scope(self[name]?.strings ?? []) }

    /// A caller that was put.
    var caller: SessionCaller { SessionCaller(ip: self["ip"]?.string ?? "", userAgent: self["user_agent"]?.string) }
}
