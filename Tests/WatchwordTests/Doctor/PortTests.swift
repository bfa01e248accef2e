import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The doctor, looking at the port,` {
    @Test func `is content when it is free`() async throws {
        let port = try FreePort.resolve(0, host: "127.0.0.1")
        #expect(await levels(port: port) == [.ok])
    }

    @Test func `is content with any port when none is asked for`() async throws {
        #expect(await levels(port: 0) == [.ok])
    }

    @Test func `refuses one that something else holds`() async throws {
        let listener = try SilentListener()
        #expect(await levels(port: listener.port) == [.fail])
    }

    @Test func `refuses an address that is not this machine's`() async throws {
        // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
        #expect(await levels(port: 3000, host: "192.0.2.1") == [.fail])
    }

    @Test(
        arguments: [
            // The store's own server, and one with another store's keys.
            ("ready\n", .ok, ["key", "next"], [.ok]),
            ("ready\n", .ok, ["another"], [.warn]),
            // A server whose store could not be read.
            ("ready\n", .ok, nil, [.ok]),
            ("not ready\n", .serviceUnavailable, ["key"], [.warn]),
            ("Welcome to nginx!", .ok, ["key"], [.fail]),
        ] as [(String, HTTPResponse.Status, Set<String>?, [Finding.Level])])
    func `asks whoever holds it`(
        text: String, status: HTTPResponse.Status, keyIDs: Set<String>?, expected: [Finding.Level]
    ) async throws {
        let router = Router()
        router.get("readyz") { _, _ in Response(status: status, body: .init(byteBuffer: ByteBuffer(string: text))) }
        router.get(".well-known/jwks.json") { _, _ in #"{"keys":[{"kid":"key"}]}"# }
        let listens = AsyncStream.makeStream(of: Int.self)
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listens.continuation.yield($0.localAddress?.port ?? 0) }, logger: .silent)
        let running = Task { try await server.run() }
        for await port in listens.stream {
            #expect(await levels(port: port, keyIDs: keyIDs, patience: .seconds(10)) == expected)
            break
        }
        running.cancel()
        _ = try? await running.value
    }

    private func levels(
        port: Int, host: String = "127.0.0.1", keyIDs: Set<String>? = nil, patience: TimeAmount = .milliseconds(100)
    ) async -> [Finding.Level] {
        guard let listen = try? SettingsFixture(flags: ["--port=\(port)", "--host=\(host)"]).settings().listen else {
            return []
        }
        let server = RunningServer(
            listen: listen, issuer: listen.issuer(port: port), patience: patience)
        return await PortCheck(listen: listen, server: server).findings(keyIDs: keyIDs).map(\.level)
    }
}

/// Lets callers connect and says nothing.
private final class SilentListener: Sendable {
    let port: Int
    private let socket: Int32

    init() throws {
        let port = try FreePort.resolve(0, host: "127.0.0.1")
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.port = port
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(socket, 8) == 0 else {
            throw StartProblem.port(host: "127.0.0.1", port: port, reason: "")
        }
    }

    deinit { close(socket) }
}
