import NIOCore
import NIOPosix

/// People who look at the login page, 200 a second, while others log in.
struct PageRun: Sendable {
    /// What the page took beside one load.
    struct Outcome: Sendable {
        let title: String
        let pages: Round
        /// Logins a second that were made meanwhile.
        let loginsPerSecond: Double
    }

    static let pagesPerSecond = 200.0
    private static let viewers = 16

    let options: Options
    let group: MultiThreadedEventLoopGroup
    let stage: Rounds.Stage
    /// What the server can do, full logins a second.
    let mostLogins: Double

    /// Without logins, beside half of what the server can do, and beside as many logins as it can do.
    func run() async throws -> [Outcome] {
        let callers = Callers(prefix: 8_190, first: 50_000_000, numbers: 10_000)
        return [
            try await play("alone", logins: nil, callers),
            try await play("beside half the logins it can do", logins: mostLogins / 2, callers),
            try await play("beside all the logins it can do", logins: .infinity, callers),
        ]
    }

    /// - Parameter logins: how many a second; infinite is as many as possible, nil none.
    private func play(_ title: String, logins: Double?, _ callers: Callers) async throws -> Outcome {
        progress("the login page, \(title)")
        async let others = round(logins: logins, callers)
        let load = Load(
            group: group, connections: PageRun.viewers, seconds: options.seconds, warmUp: options.warmUp,
            perSecond: PageRun.pagesPerSecond)
        let pages = try await load.round(against: stage.watchword, idle: []) {
            PageScript(clientID: stage.clientID)
        }
        let outcome = Outcome(
            title: title, pages: pages, loginsPerSecond: try await others?.operationsPerSecond ?? 0)
        stage.book.forget()
        return outcome
    }

    private func round(logins: Double?, _ callers: Callers) async throws -> Round? {
        guard let logins else { return nil }
        let load = Load(
            group: group, connections: options.connections, seconds: options.seconds, warmUp: options.warmUp,
            perSecond: logins.isFinite ? logins : nil)
        return try await load.round(against: stage.watchword, idle: []) {
            LoginScript(clientID: stage.clientID, callers: callers, book: stage.book, signatures: SignatureCount())
        }
    }
}
