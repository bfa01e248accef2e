import Identity
import SMS
import Testing

@testable import Watchword

@Suite struct `A server's egress policy` {
    private func policy(host: String) throws -> EgressPolicy {
        let flags = ["--host", host, "--port", "3000", "--egress-allow", "0.0.0.0/0,::/0"]
        return try SettingsLoader.load(flags: flags, environment: [:], isTerminal: false).get().settings
            .egressPolicy(ports: [3000, 9464])
    }

    @Test(arguments: ["127.0.0.1", "0.0.0.0", "localhost", "login.internal"])
    func `refuses the server's own port on loopback, whatever is allowed`(host: String) throws {
        let loopback = try #require(IPAddress("127.0.0.1"))
        #expect(try policy(host: host).verdict(on: loopback, port: 3000) != .allowed)
        #expect(try policy(host: host).verdict(on: loopback, port: 3001) == .allowed)
    }

    @Test func `refuses the port of its metrics`() throws {
        let loopback = try #require(IPAddress("127.0.0.1"))
        #expect(try policy(host: "127.0.0.1").verdict(on: loopback, port: 9464) != .allowed)
    }

    @Test(arguments: ["0.0.0.0", "localhost", "login.internal"])
    func `refuses the server's own port on every address of the machine when it listens on a name`(host: String) throws
    {
        for address in localInterfaceAddresses() {
            #expect(try policy(host: host).verdict(on: address, port: 3000) != .allowed)
        }
    }
}
