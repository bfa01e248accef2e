import Dispatch
import Foundation

/// What OpenSSL says of itself: `openssl speed rsa2048`, as often at once as threads sign here.
enum OpenSSLSpeed {
    private static let program = "/usr/bin/openssl"

    /// RSA-2048 signatures in a second of processor time, the average of so many at once; nil where there is no openssl.
    ///
    /// `-multi` is of no use here: it counts seconds of the clock, which other programs have a share of.
    static func signaturesPerSecond(processes: Int) async -> Double? {
        guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let started = (0..<processes).compactMap { _ in try? start() }
                let rates = started.compactMap { process, output -> Double? in
                    let text = (try? output.fileHandleForReading.readToEnd()) ?? Data()
                    process.waitUntilExit()
                    return rate(in: String(decoding: text, as: UTF8.self))
                }
                continuation.resume(
                    returning: rates.isEmpty ? nil : rates.reduce(0, +) / Double(rates.count))
            }
        }
    }

    private static func start() throws -> (Process, Pipe) {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["speed", "-seconds", "1", "rsa2048"]
        process.environment = [:]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // It ends by SIGALRM.
        try process.runUnblocked()
        return (process, output)
    }

    /// The third number of the line `rsa 2048 bits 0.000257s 0.000017s   3887.5  60362.5`.
    private static func rate(in text: String) -> Double? {
        guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix("rsa 2048 bits") }) else { return nil }
        let words = line.split(separator: " ")
        return words.count == 7 ? Double(words[5]) : nil
    }
}
