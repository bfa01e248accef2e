import ArgumentParser
import Foundation
import Glibc
import Logging

/// The settings as flags: declared once in `Settings`, so that help, environment and file know the same names.
struct SettingsFlags: ParsableArguments {
    @Argument(parsing: .allUnrecognized, help: .hidden)
    var flags: [String] = []

    /// Reads flags, environment and file; a mistake ends the program with one list of all of them.
    func load(adding defaults: [String: String] = [:]) throws -> LoadedSettings {
        let environment = defaults.merging(ProcessInfo.processInfo.environment) { _, given in given }
        switch SettingsLoader.load(flags: flags, environment: environment, isTerminal: isatty(STDERR_FILENO) == 1) {
        case .success(let loaded): return loaded
        case .failure(let complaints):
            Console.error(complaints.description)
            throw ExitCode(78)  // EX_CONFIG of sysexits.h
        }
    }
}

/// What the commands say to the person at the terminal.
enum Console {
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
    static func error(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

extension Settings {
    /// A logger as the log settings want it, and where its lines go.
    func makeLogger() -> (logger: Logger, sink: LogSink) {
        let sink = LogSink(descriptor: STDERR_FILENO)
        let format: LineLogHandler.Format = log.format == .json ? .json : .text
        let logger = Logger(label: "watchword") { label in
            LineLogHandler(logLevel: log.level, label: label, format: format, sink: sink)
        }
        return (logger, sink)
    }
}
