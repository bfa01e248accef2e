/// One thing that is wrong with the settings: where it stands, what it is, and what would be right.
struct Complaint: Sendable, Equatable, CustomStringConvertible {
    let place: String
    /// Quotes the value, unless that is or may be a secret.
    let problem: String
    let expected: String?

    init(at place: String, _ problem: String, expected: String? = nil) {
        self.place = place
        self.problem = problem
        self.expected = expected
    }

    var description: String {
        "\(place): \(problem)" + (expected.map { "\n    expected: \($0)" } ?? "")
    }
}

/// Everything that is wrong with the settings, at once; the program does not start.
struct SettingsComplaints: Error, Sendable, Equatable, CustomStringConvertible {
    let complaints: [Complaint]

    /// What the operator reads: several lines, no line break at the end.
    var description: String {
        let count = complaints.count == 1 ? "1 setting is" : "\(complaints.count) settings are"
        return "Watchword does not start, because \(count) wrong:\n"
            + complaints.map { "  \($0)" }.joined(separator: "\n")
    }
}

/// What came up while reading: complaints stop the start, warnings are logged once it has succeeded.
struct Findings: Sendable, Equatable {
    var complaints: [Complaint] = []
    var warnings: [String] = []

    mutating func complain(at place: some CustomStringConvertible, _ problem: String, expected: String? = nil) {
        complaints.append(Complaint(at: place.description, problem, expected: expected))
    }

    mutating func warn(_ warning: String) {
        warnings.append(warning)
    }
}
