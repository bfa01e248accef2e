import Foundation
import NIOPosix

/// The rows that are measured in turn, round after round, so that whatever else the machine does hits all of them alike.
struct Rounds: Sendable {
    /// What there is to call.
    struct Stage: Sendable {
        let watchword: Target
        let bare: Target
        /// What the run needs and nobody is charged for, such as a slower network.
        let helpers: [Child]
        let book: Codebook
        let clientID: String
        let token: String
        let loginCallers: Callers
    }

    let options: Options
    let group: MultiThreadedEventLoopGroup
    let stage: Stage

    /// What all rounds saw, row by row.
    struct Outcome: Sendable {
        var rows: [Row]
        var signatures: [Signatures.Round] = []
        /// Who made them.
        var signer = ""
        var signaturesPerLogin = 0
    }

    func run(signatures: Signatures) async throws -> Outcome {
        let bareCallers = Callers(prefix: 4_470, numbers: 100_000)
        // Among many users, each who calls is another one, whom nobody has looked at yet.
        let isFull = options.users > 0
        let startCallers = Callers(prefix: 8_170, numbers: max(100_000, options.users), isScattered: isFull)
        let browserCallers = Callers(prefix: 8_180, first: 10_000_000, numbers: 10_000)
        let signedInCallers = Callers(prefix: 8_170, first: 90_000_000, numbers: 100_000)
        let count = SignatureCount()
        let stage = stage
        if !isFull, options.rows?.contains("c") ?? true { try await signUp() }
        var outcome = Outcome(rows: [
            Row("a0", "bare answer, no gateway", against: .bare) {
                StartScript(path: "/answer", clientID: stage.clientID, callers: bareCallers)
            },
            Row("a", "bare relay, same stack", against: .bare) {
                StartScript(path: "/relay", clientID: stage.clientID, callers: bareCallers)
            },
            Row("b", "POST /passwordless/start") {
                StartScript(path: "/passwordless/start", clientID: stage.clientID, callers: startCallers)
            },
            Row("c", "full login, scope openid") {
                LoginScript(
                    clientID: stage.clientID, callers: stage.loginCallers, book: stage.book, signatures: count)
            },
            Row("d1", "GET /api/v2/connections") {
                ReadScript(path: "/api/v2/connections", token: stage.token)
            },
            Row("d2", "GET /api/v2/users?per_page=50") {
                ReadScript(path: "/api/v2/users?per_page=50", token: stage.token)
            },
            Row("e", "browser login, 7 calls") {
                BrowserScript(clientID: stage.clientID, callers: browserCallers, book: stage.book)
            },
            Row("f", "refresh, rotating") {
                SignedInScript(.refresh, clientID: stage.clientID, callers: signedInCallers, book: stage.book)
            },
            Row("g", "GET /userinfo") {
                SignedInScript(.userInfo, clientID: stage.clientID, callers: signedInCallers, book: stage.book)
            },
        ])
        if let wanted = options.rows { outcome.rows.removeAll { !wanted.contains($0.name) } }
        for number in 1...max(1, options.rounds) {
            progress("round \(number) of \(options.rounds)")
            for index in outcome.rows.indices {
                let round = try await play(outcome.rows[index])
                outcome.rows[index].rounds.append(round)
                stage.book.forget()
            }
            outcome.signatures.append(await signatures.round(seconds: min(1, options.seconds)))
        }
        outcome.signer = signatures.library.rawValue
        outcome.signaturesPerLogin = count.perLogin
        return outcome
    }

    /// How many log in over and over, where the store is not full of users.
    static let people = 10_000

    /// Lets all of them log in once: otherwise a slow engine would be measured signing people up, and a fast one would not.
    private func signUp() async throws {
        progress("\(Rounds.people) people sign up")
        let load = Load(group: group, connections: options.connections, seconds: 1, warmUp: 0)
        let stage = stage
        var count = 0
        for _ in 0..<600 where count < Rounds.people {
            let round = try await load.round(against: stage.watchword, idle: []) {
                LoginScript(
                    clientID: stage.clientID, callers: stage.loginCallers, book: stage.book,
                    signatures: SignatureCount())
            }
            if let (reason, _) = round.count.failures.first { throw RunFailure("nobody can sign up: \(reason)") }
            count += round.count.operations
        }
        stage.book.forget()
    }

    private func play(_ row: Row) async throws -> Round {
        let load = Load(
            group: group, connections: options.connections, seconds: options.seconds, warmUp: options.warmUp)
        let (target, other) =
            switch row.side {
            case .bare: (stage.bare, stage.watchword)
            case .watchword: (stage.watchword, stage.bare)
            }
        let idle = other.nodes + [other.balancer].compactMap(\.self) + stage.helpers
        return try await load.round(against: target, idle: idle, script: row.script)
    }
}

/// Says on stderr how far the run is.
func progress(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
