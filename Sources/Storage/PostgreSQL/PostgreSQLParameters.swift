/// The values of one statement as libpq wants them: numbers as digits, texts and bytes as they are.
struct PostgreSQLParameters {
    private var bytes: [UInt8] = []
    private var places: [Range<Int>?] = []
    private var formats: [Int32] = []

    init(_ values: [SQLValue]) {
        places.reserveCapacity(values.count)
        formats.reserveCapacity(values.count)
        for value in values {
            let start = bytes.count
            switch value {
            case .null:
                places.append(nil)
                formats.append(0)
                continue
            case .integer(let number):
                bytes.append(contentsOf: String(number).utf8)
                bytes.append(0)
                formats.append(0)
            case .text(let text):
                bytes.append(contentsOf: text.utf8)
                formats.append(1)
            case .bytes(let content):
                bytes.append(contentsOf: content)
                formats.append(1)
            }
            places.append(start..<bytes.count)
        }
        // A pointer to the end must point to something: an empty text is not NULL.
        bytes.append(0)
    }

    /// Hands count, pointers, lengths and formats (0 is text, 1 is binary) to the closure.
    func withPointers(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Int32
    ) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
            let pointers = places.map { place in place.flatMap { place in start.map { $0 + place.lowerBound } } }
            return body(Int32(places.count), pointers, places.map { Int32($0?.count ?? 0) }, formats)
        }
    }
}
