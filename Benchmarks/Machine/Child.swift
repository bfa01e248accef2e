import Foundation
import Glibc
import Synchronization

/// A process that the driver started. It ends with the driver, however that ends.
final class Child: Sendable {
    let name: String
    /// Where what it writes goes.
    let log: String
    private let process: Process

    private static let running = Mutex<[Int32: Process]>([:])

    /// Starts a program with no environment but the given one.
    init(_ name: String, program: String, arguments: [String], environment: [String: String] = [:], folder: String)
        throws
    {
        self.name = name
        log = "\(folder)/\(name).log"
        guard FileManager.default.fileExists(atPath: log) || FileManager.default.createFile(atPath: log, contents: nil),
            let output = FileHandle(forWritingAtPath: log)
        else { throw RunFailure("\(log) cannot be written") }
        try output.seekToEnd()
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.runUnblocked()
        try output.close()
        let started = process
        Child.running.withLock { $0[started.processIdentifier] = started }
    }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var figures: ProcessFigures { ProcessFigures(pid: pid) }
    /// How many files and sockets it holds open.
    var descriptors: Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count) ?? 0 }

    /// Asks it to stop and waits until it has; what does not stop in 20 s is killed.
    func stop() async throws {
        process.terminate()
        for _ in 0..<2_000 where process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        if process.isRunning { kill(pid, SIGKILL) }
        let ended = pid
        Child.running.withLock { $0[ended] = nil }
    }

    /// Kills what still runs.
    static func stopAll() {
        running.withLock { children in
            for (pid, process) in children where process.isRunning { kill(pid, SIGKILL) }
            children = [:]
        }
    }

    /// Ends the children when the driver is told to end.
    ///
    /// - Parameter after: what is done then.
    static func endWithDriver(_ after: @escaping @Sendable () -> Void = {}) -> [any Sendable] {
        [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                stopAll()
                after()
                _exit(130)
            }
            source.resume()
            return UncheckedSource(source: source)
        }
    }
}

/// Keeps a signal source alive; dispatch sources may be released on any thread.
private struct UncheckedSource: @unchecked Sendable {
    let source: any DispatchSourceSignal
}

extension Process {
    /// Starts it with no signal blocked: a thread of Dispatch blocks all of them, and a process inherits that.
    func runUnblocked() throws {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
