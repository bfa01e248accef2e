import Glibc

/// Where chance comes from. Rules ask this and nothing else.
package protocol RandomSource: Sendable {
    /// That many bytes which nobody can foretell.
    func bytes(_ count: Int) -> [UInt8]
}

/// The operating system's cryptographic generator (getrandom, through glibc's arc4random_buf).
package struct SystemRandom: RandomSource {
    package init() {}
    package func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let start = buffer.baseAddress else { return }
            arc4random_buf(start, count)
            filled = count
        }
    }
}

extension RandomSource {
    /// Characters drawn from an alphabet of at most 256 bytes, each equally likely: bytes that would favour some are thrown away.
    package func characters(_ count: Int, from alphabet: some Collection<UInt8>) -> String {
        let alphabet = Array(alphabet)
        let fair = 256 / alphabet.count * alphabet.count
        var drawn: [UInt8] = []
        drawn.reserveCapacity(count)
        while drawn.count < count {
            for byte in bytes(count + 4) where Int(byte) < fair && drawn.count < count {
                drawn.append(alphabet[Int(byte) % alphabet.count])
            }
        }
        return String(decoding: drawn, as: UTF8.self)
    }

    /// Decimal digits, each equally likely.
    package func digits(_ count: Int) -> String { characters(count, from: "0123456789".utf8) }

    /// Letters and digits: client ids, secrets, record ids.
    package func alphanumerics(_ count: Int) -> String {
        characters(count, from: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    }

    /// Lower-case hexadecimal digits.
    package func hexDigits(_ count: Int) -> String { characters(count, from: "0123456789abcdef".utf8) }
}
