/// A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(seconds: Int) { microseconds = Int64(seconds) * 1_000_000 }

    /// Whole seconds since 1970, rounded down: what JWTs and HTTP headers carry.
    package var seconds: Int {
        Int(microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }
    package static func + (time: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(microseconds: time.microseconds + duration.inMicroseconds)
    }
    package static func - (time: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(microseconds: time.microseconds - duration.inMicroseconds)
    }
    package static func - (left: Timestamp, right: Timestamp) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }

    /// ISO 8601 in UTC with milliseconds, as Auth0 writes dates: `2023-06-14T21:36:26.399Z`.
    package var description: String {
        let days = seconds.quotient(flooredBy: 86_400)
        let inDay = seconds - days * 86_400
        let milliseconds = Int((microseconds - Int64(seconds) * 1_000_000) / 1_000)
        let (year, month, day) = Timestamp.civil(fromDays: days)
        var text = ""
        text.reserveCapacity(24)
        text.append(padded: year, to: 4)
        text += "-"
        text.append(padded: month, to: 2)
        text += "-"
        text.append(padded: day, to: 2)
        text += "T"
        text.append(padded: inDay / 3_600, to: 2)
        text += ":"
        text.append(padded: inDay / 60 % 60, to: 2)
        text += ":"
        text.append(padded: inDay % 60, to: 2)
        text += "."
        text.append(padded: milliseconds, to: 3)
        text += "Z"
        return text
    }

    /// Year, month and day of a count of days since 1970-01-01 in the proleptic Gregorian calendar.
    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468  // days since 0000-03-01, so that leap days end a year
        let era = shifted.quotient(flooredBy: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Duration {
    /// Whole microseconds, the rest dropped.
    package var inMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
    /// Whole seconds, rounded up: what `Retry-After` carries.
    package var secondsRoundedUp: Int { Int((inMicroseconds + 999_999) / 1_000_000) }
}

extension Int {
    fileprivate func quotient(flooredBy divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension String {
    fileprivate mutating func append(padded number: Int, to width: Int) {
        let digits = String(number)
        for _ in 0..<max(0, width - digits.utf8.count) { self += "0" }
        self += digits
    }
}
