import AsyncHTTPClient
import Synchronization

/// A request's body that knows whether it was taken. The HTTP client takes it once the head is on its way, so until then
/// nothing can have arrived: that decides between "it was not taken" and "nobody knows".
///
/// A client that took it earlier would only make "nobody knows" more frequent.
struct WatchedBody: Collection, Sendable {
    private final class Mark: Sendable {
        let isSet = Atomic<Bool>(false)
    }

    private let bytes: [UInt8]
    private let mark = Mark()

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var wasTaken: Bool { mark.isSet.load(ordering: .acquiring) }

    /// The body for a request; its length is known from the start, its bytes are read when they are due.
    var body: HTTPClientRequest.Body { .bytes(self, length: .known(Int64(bytes.count))) }

    var startIndex: Int { bytes.startIndex }
    var endIndex: Int { bytes.endIndex }
    func index(after index: Int) -> Int { index + 1 }

    subscript(position: Int) -> UInt8 {
        mark.isSet.store(true, ordering: .releasing)
        return bytes[position]
    }

    func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        mark.isSet.store(true, ordering: .releasing)
        return try bytes.withContiguousStorageIfAvailable(body)
    }
}
