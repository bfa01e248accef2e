/// Starts on the store that is there, as often as there are rounds.
struct Restarts {
    struct Outcome {
        /// The last one stays up.
        let target: Target
        /// From the first process's start until all are ready.
        let seconds: [Double]
        /// What one node holds when it has been up for two seconds and was asked for nothing.
        let idleBytes: Int
    }

    let options: Options
    let servers: Servers

    func run() async throws -> Outcome {
        let clock = ContinuousClock()
        var seconds: [Double] = []
        while true {
            let start = clock.now
            let target = try await servers.start()
            let time = (clock.now - start).inSeconds
            seconds.append(time)
            progress("ready after \((time * 1_000).short) ms")
            guard seconds.count >= options.rounds || options.nodes > 1 else {
                try await target.stop()
                continue
            }
            try await Task.sleep(for: .seconds(2))
            return Outcome(
                target: target, seconds: seconds, idleBytes: target.residentBytes / max(1, target.nodes.count))
        }
    }
}
