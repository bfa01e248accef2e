/// One line of the doctor's report: what was looked at, what was seen, and what to do about it.
struct Finding: Sendable, Equatable, CustomStringConvertible {
    enum Level: String, Sendable {
        /// As it should be.
        case ok = "ok  "
        /// It works, and deserves a second look.
        case warn
        /// It does not work, or will not.
        case fail = "FAIL"
    }

    let level: Level
    let subject: String
    let text: String
    /// A whole sentence; nil where nothing is to be done.
    let remedy: String?

    static func ok(_ subject: String, _ text: String) -> Finding {
        Finding(level: .ok, subject: subject, text: text, remedy: nil)
    }
    static func warn(_ subject: String, _ text: String, mend: String? = nil) -> Finding {
        Finding(level: .warn, subject: subject, text: text, remedy: mend)
    }
    static func fail(_ subject: String, _ text: String, mend: String? = nil) -> Finding {
        Finding(level: .fail, subject: subject, text: text, remedy: mend)
    }

    var description: String {
        "\(level.rawValue)  \(subject): \(text)" + (remedy.map { " → \($0)" } ?? "")
    }
}

/// All findings of one visit.
struct Diagnosis: Sendable {
    private(set) var findings: [Finding] = []

    mutating func add(_ finding: Finding) { findings.append(finding) }

    /// Whether something does not work.
    var isIll: Bool { findings.contains { $0.level == .fail } }

    /// The last line of the report.
    var summary: String {
        let failures = findings.count { $0.level == .fail }
        let warnings = findings.count { $0.level == .warn }
        if failures == 0, warnings == 0 { return "All is well." }
        return "\(Diagnosis.count(failures, "failure")), \(Diagnosis.count(warnings, "warning"))."
    }

    private static func count(_ number: Int, _ word: String) -> String {
        number == 1 ? "1 \(word)" : "\(number) \(word)s"
    }
}
