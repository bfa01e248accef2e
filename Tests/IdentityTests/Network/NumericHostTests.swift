import Glibc
import Identity
import Testing

@Suite struct `A host taken for a name` {
    /// Every text of up to five of these characters; among them are all the short forms that libc reads as IPv4.
    private static let texts = (1...5).reduce(into: [[""]]) { lengths, length in
        lengths.append(lengths[length - 1].flatMap { text in "017xXf.".map { text + String($0) } })
    }.joined()

    @Test func `is never an address to the resolver of libc`() {
        var names = 0
        var misread: [String] = []
        for text in Self.texts {
            guard let url = try? GatewayURL("http://\(text)"), case .name(let name) = url.host else { continue }
            names += 1
            if Self.isNumeric(name) || Self.isNumeric(text) { misread.append(text) }
        }
        #expect(misread == [])
        #expect(names > 1000)
    }

    private static func isNumeric(_ host: String) -> Bool {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        var answer: UnsafeMutablePointer<addrinfo>?
        defer { if let answer { freeaddrinfo(answer) } }
        return getaddrinfo(host, nil, &hints, &answer) == 0
    }
}
