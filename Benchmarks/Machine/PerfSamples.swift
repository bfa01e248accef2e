import Foundation

/// Where a process was seen by `perf record -g`, again and again.
struct PerfSamples {
    /// One look at one thread.
    struct Sample {
        let thread: Int
        let isEventLoop: Bool
        /// Names of functions, mangled, and of libraries, from the innermost outward.
        let frames: [String]
    }

    private(set) var samples: [Sample] = []

    /// Reads what `perf script -F comm,tid,ip,sym,dso` writes: a line for the thread, one for each frame, an empty one.
    init(script: Data) {
        var thread: (id: Int, isEventLoop: Bool)?
        var frames: [String] = []
        for line in script.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard let first = line.first else {
                if let thread, !frames.isEmpty {
                    samples.append(Sample(thread: thread.id, isEventLoop: thread.isEventLoop, frames: frames))
                }
                (thread, frames) = (nil, [])
                continue
            }
            let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
            if first == 0x20 || first == 0x09 {
                guard words.count > 1 else { continue }
                // The address is left out; a C++ function's name has spaces, and the library comes last.
                frames.append(String(decoding: words[1], as: UTF8.self))
                if let library = words.last { frames.append(String(decoding: library, as: UTF8.self)) }
            } else if let id = words.last.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) {
                thread = (id, line.starts(with: "NIO".utf8))
            }
        }
    }
}

/// What a login's processor time goes to, as shares of all samples.
struct LoginProfile: Sendable {
    enum Part: Sendable { case signature, storage, httpIn, httpOut, rest }

    private var counts: [Part: Int] = [:]
    private var count: Int { counts.values.reduce(0, +) }

    /// So few say nothing.
    private static let fewest = 200

    /// Nil where there are too few samples.
    ///
    /// A sample belongs to the innermost of our and others' modules that it is in. Sockets that no module is to be seen
    /// around are shared between HTTP in and out as the rest of both is.
    init?(_ perf: PerfSamples) {
        guard perf.samples.count >= LoginProfile.fewest else { return nil }
        var sockets = 0
        for (_, samples) in Dictionary(grouping: perf.samples, by: \.thread) {
            let own = LoginProfile.work(of: samples)
            for sample in samples {
                if let part = own ?? LoginProfile.part(of: sample) {
                    counts[part, default: 0] += 1
                } else if sample.isEventLoop {
                    sockets += 1
                } else {
                    counts[.rest, default: 0] += 1
                }
            }
        }
        let (inward, outward) = (counts[.httpIn, default: 0], counts[.httpOut, default: 0])
        let share = sockets * inward / max(1, inward + outward)
        counts[.httpIn, default: 0] += share
        counts[.httpOut, default: 0] += sockets - share
    }

    func share(of part: Part) -> Double { Double(counts[part, default: 0]) / Double(max(1, count)) }

    /// What a thread of our own does all the time; nil for event loops and those that Swift's tasks share.
    private static func work(of samples: [PerfSamples.Sample]) -> Part? {
        guard samples.first?.isEventLoop == false,
            samples.count(where: { $0.frames.contains("swift_job_run") }) * 5 < samples.count
        else { return nil }
        let parts = samples.compactMap(part)
        return [Part.signature, .storage].first { part in parts.count { $0 == part } * 2 > parts.count }
    }

    private static let modules: [(prefix: String, part: Part)] = [
        ("$s15AsyncHTTPClient", .httpOut), ("$s3SMS", .httpOut), ("$s11Hummingbird", .httpIn),
        ("$s15HummingbirdCore", .httpIn), ("$s12NIOHTTPTypes", .httpIn), ("$s17NIOHTTPTypesHTTP1", .httpIn),
        ("$s7Storage", .storage), ("$s7Signing", .signature), ("$s8Identity", .rest), ("$s3Web", .rest),
        ("$s9Watchword", .rest), ("(/usr/lib/x86_64-linux-gnu/libsqlite3", .storage),
        ("(/usr/lib/x86_64-linux-gnu/libpq", .storage), ("fdatasync", .storage),
    ]

    private static func part(of sample: PerfSamples.Sample) -> Part? {
        for frame in sample.frames {
            if let module = modules.first(where: { frame.hasPrefix($0.prefix) }) { return module.part }
            if frame.hasPrefix("(") && frame.contains("/libcrypto.so") { return .signature }
        }
        return nil
    }
}
