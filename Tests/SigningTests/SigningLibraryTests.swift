import CSigner
import Identity
import Signing
import Testing

@Suite struct `A library that signs` {
    static let algorithms: [SigningAlgorithm] = [.rs256, .ps256, .es256, .edDSA]
    private let input = Array("header.claims".utf8)

    @Test(arguments: SigningLibrary.allCases, algorithms)
    func `makes signatures that anyone can check`(library: SigningLibrary, algorithm: SigningAlgorithm) throws {
        let key = SampleKeys.signing(algorithm)
        let signer = library.open()
        for length in [0, 1, 300, 5_000] {
            let input = [UInt8](repeating: 0x61, count: length)
            #expect(key.made(try signer.sign(input, with: key, algorithm: algorithm), of: input, algorithm))
        }
    }

    @Test(arguments: SigningLibrary.allCases)
    func `makes the one RS256 signature that there is`(library: SigningLibrary) throws {
        let key = SampleKeys.signing(.rs256)
        #expect(
            try library.open().sign(input, with: key, algorithm: .rs256)
                == key.privateKey.signature(of: input, algorithm: .rs256))
    }

    @Test(arguments: SigningLibrary.allCases)
    func `makes another PS256 signature each time`(library: SigningLibrary) throws {
        let key = SampleKeys.signing(.ps256)
        let signer = library.open()
        #expect(
            try signer.sign(input, with: key, algorithm: .ps256) != signer.sign(input, with: key, algorithm: .ps256))
    }

    @Test(arguments: SigningLibrary.allCases, algorithms)
    func `signs with no algorithm but the key's own`(library: SigningLibrary, algorithm: SigningAlgorithm) {
        let key = SampleKeys.signing(algorithm)
        let signer = library.open()
        for other in SigningAlgorithm.allCases where other.keyKind != algorithm.keyKind {
            #expect(throws: SigningFailure.failed) { try signer.sign(input, with: key, algorithm: other) }
        }
    }

    @Test(arguments: SigningLibrary.allCases)
    func `signs with more keys than it keeps`(library: SigningLibrary) throws {
        let signer = library.open()
        for number in 0..<20 {
            let key = try SampleKeys.renamed("key\(number)")
            #expect(key.made(try signer.sign(input, with: key, algorithm: .rs256), of: input, .rs256))
        }
    }

    @Test(arguments: SigningLibrary.allCases)
    func `signs after a failure as before it`(library: SigningLibrary) throws {
        let key = SampleKeys.signing(.rs256)
        let signer = library.open()
        #expect(throws: SigningFailure.failed) { try signer.sign(input, with: key, algorithm: .hs256) }
        #expect(key.made(try signer.sign(input, with: key, algorithm: .rs256), of: input, .rs256))
    }
}

@Suite struct `OpenSSL's import of a key` {
    static let wrong: [[UInt8]] = [
        [], [0x30], Array(repeating: 0, count: 1_000), SampleKeys.signing(.es256).key.privateKey.exposed,
        SampleKeys.signing(.edDSA).key.privateKey.exposed, SampleKeys.ring.current.key.privateKey.exposed.dropLast(9),
    ]

    @Test(arguments: wrong.indices)
    func `takes nothing but a whole RSA key`(index: Int) {
        let bytes = Self.wrong[index]
        #expect(csigner_open(bytes, bytes.count) == nil)
    }

    @Test func `makes no signature that does not fit`() throws {
        let key = SampleKeys.ring.current.key.privateKey.exposed
        let signer = try #require(csigner_open(key, key.count))
        defer { csigner_close(signer) }
        let hash = [UInt8](repeating: 1, count: 32)
        var signature = [UInt8](repeating: 0, count: 256)
        #expect(csigner_sign(signer, hash, false, &signature, 255) == 0)
        #expect(csigner_sign(signer, hash, false, &signature, 256) == 256)
    }
}

@Suite struct `The speed of signing` {
    @Test func `is measured for each library, and the quickest is taken`() {
        let speed = SigningSpeed(with: SampleKeys.ring.current, for: .milliseconds(4))
        #expect(speed.signaturesPerSecond.count == SigningLibrary.allCases.count)
        #expect(speed.signaturesPerSecond.values.allSatisfy { $0 > 0 })
        #expect(speed.signaturesPerSecond[speed.fastest] == speed.signaturesPerSecond.values.max())
    }
}
