/// A phone number in the wire's form: `+` and one to fifteen digits (contract: `^\+[0-9]{1,15}$`, the shape of E.164).
package struct PhoneNumber: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The number in clear. Whoever writes it down must mean to.
    package let e164: String

    /// Nil unless the text has the form.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard (2...16).contains(bytes.count), bytes.first == UInt8(ascii: "+"),
            bytes.dropFirst().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        e164 = text
    }

    /// The number with all but its last two digits hidden, for logs.
    package var description: String { "+…" + e164.suffix(min(2, max(0, e164.utf8.count - 5))) }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
