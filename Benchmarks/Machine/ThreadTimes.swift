import Foundation

/// Processor time of a process by what its threads are for, in seconds, told by their names.
struct ThreadTimes: Sendable {
    /// What a thread of the server is for.
    enum Work: String, CaseIterable, Sendable {
        case signing, storage
        /// Event loops: sockets, and HTTP as far as it is parsed and written.
        case network
        /// Everything that has no name: routes, rules, and what is awaited.
        case rules

        init(thread name: String) {
            self =
                if name.hasPrefix("signing") { .signing } else if name.hasPrefix("store-") {
                    .storage
                } else if name.hasPrefix("NIO") { .network } else { .rules }
        }
    }

    private var seconds: [Work: Double] = [:]

    init() {}

    init(pid: Int32) {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        for task in tasks {
            let folder = "/proc/\(pid)/task/\(task)"
            // The first number of schedstat is the time on a processor in nanoseconds.
            let nanoseconds = ProcFiles.text("\(folder)/schedstat").split(separator: " ").first.flatMap { Double($0) }
            seconds[Work(thread: ProcFiles.text("\(folder)/comm")), default: 0] += (nanoseconds ?? 0) / 1e9
        }
    }

    subscript(work: Work) -> Double { seconds[work] ?? 0 }

    /// Whether the server's threads can be told apart.
    var areNamed: Bool { self[.storage] > 0 }

    static func + (one: ThreadTimes, other: ThreadTimes) -> ThreadTimes { one.combined(with: other, by: +) }
    static func - (one: ThreadTimes, other: ThreadTimes) -> ThreadTimes { one.combined(with: other, by: -) }

    private func combined(with other: ThreadTimes, by rule: (Double, Double) -> Double) -> ThreadTimes {
        var sum = ThreadTimes()
        for work in Work.allCases { sum.seconds[work] = max(0, rule(self[work], other[work])) }
        return sum
    }
}
