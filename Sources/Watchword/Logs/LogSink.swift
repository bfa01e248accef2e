import Foundation
import Glibc
import Synchronization

/// Where log lines go: gathered in memory and written to a file descriptor by one thread, so that no request waits for a terminal.
final class LogSink: Sendable {
    private struct Buffer {
        var bytes: [UInt8] = []
        var lostLines = 0
        var isWriting = false
    }

    private let descriptor: Int32
    private let buffer = Mutex(Buffer())
    private let condition = NSCondition()
    /// More than this is dropped and counted: a reader that stands still must not eat the server's memory.
    private static let limit = 8 * 1_024 * 1_024

    init(descriptor: Int32) {
        self.descriptor = descriptor
        let thread = Thread { [self] in
            while true { waitAndWrite() }
        }
        thread.name = "log"
        thread.stackSize = 512 * 1_024
        thread.start()
    }

    /// Takes one line, which ends in a line feed.
    func append(_ line: [UInt8]) {
        let wasEmpty = buffer.withLock { buffer in
            guard buffer.bytes.count + line.count <= LogSink.limit else {
                buffer.lostLines += 1
                return false
            }
            defer { buffer.bytes.append(contentsOf: line) }
            return buffer.bytes.isEmpty
        }
        guard wasEmpty else { return }
        condition.lock()
        condition.signal()
        condition.unlock()
    }

    /// Returns once everything that was taken is written.
    func flush() {
        for _ in 0..<2_000 {
            if buffer.withLock({ $0.bytes.isEmpty && !$0.isWriting }) { return }
            usleep(1_000)
        }
    }

    private func waitAndWrite() {
        condition.lock()
        while buffer.withLock({ $0.bytes.isEmpty }) { condition.wait() }
        condition.unlock()
        let (bytes, lost) = buffer.withLock { buffer in
            defer {
                buffer.bytes = []
                buffer.lostLines = 0
                buffer.isWriting = true
            }
            return (buffer.bytes, buffer.lostLines)
        }
        write(bytes)
        if lost > 0 { write(Array("\(lost) log lines were lost: whoever reads the log is too slow\n".utf8)) }
        buffer.withLock { $0.isWriting = false }
    }

    private func write(_ bytes: [UInt8]) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { written += count } else if errno != EINTR { return }
        }
    }
}
