/// So many messages an hour and a day to one number, whoever asks: SMS cost money and annoy people. Any hour and any day
/// counts, not only those of the clock.
struct SendsPerNumber: Sendable {
    let perHour: Int?
    let perDay: Int?

    private static let hour = Duration.seconds(3_600)
    private static let day = Duration.seconds(86_400)

    /// Counts one send; the wait, and nothing counted, when a limit is reached.
    func take(_ history: inout NumberHistory, at now: Timestamp) -> Duration? {
        guard perHour != nil || perDay != nil else { return nil }
        history.sends.removeAll { $0 + SendsPerNumber.day <= now }
        let waits = [
            wait(history.sends, perHour, SendsPerNumber.hour, now),
            wait(history.sends, perDay, SendsPerNumber.day, now),
        ]
        if let longest = waits.compactMap({ $0 }).max() { return longest }
        history.sends.append(now)
        return nil
    }

    private func wait(_ sends: [Timestamp], _ limit: Int?, _ window: Duration, _ now: Timestamp) -> Duration? {
        guard let limit else { return nil }
        let recent = sends.drop { $0 + window <= now }
        guard recent.count >= limit else { return nil }
        let freeing = recent[recent.index(recent.endIndex, offsetBy: -limit)]
        return freeing + window - now
    }
}
